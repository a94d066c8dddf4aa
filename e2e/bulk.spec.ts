import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { axeClean } from './axe-clean.ts';
import { runSyncline } from './command.ts';
import type { Installation } from './installation.ts';
import { expect, type JourneyDatabase, test } from './journey.ts';

type Sides = { shop: JourneyDatabase; store: JourneyDatabase };

const name = `Prices ${randomBytes(3).toString('hex')}`;
const COUNT = 70;
const waiting = { timeout: 60_000 };

const table = (of: string) => `
  CREATE TABLE ${of} (id int PRIMARY KEY, price int);
  ALTER TABLE ${of} REPLICA IDENTITY FULL;
  INSERT INTO ${of} SELECT i, i FROM generate_series(1, ${COUNT}) i`;

const flow = {
  formatVersion: 1,
  name,
  nodes: [
    { id: 'shop', kind: 'endpoint', connection: `${name} shop`, stream: 'public.parts' },
    {
      id: 'map',
      kind: 'mapping',
      match: [['id', 'id']],
      fields: ['id', 'price'].map((field) => ({ left: field, right: field })),
    },
    { id: 'store', kind: 'endpoint', connection: `${name} store`, stream: 'public.items' },
  ],
  edges: [
    { id: 'e1', source: 'shop', target: 'map' },
    { id: 'e2', source: 'map', target: 'store' },
  ],
};

async function applyFlow(syncline: Installation, { shop, store }: Sides, path: string): Promise<string> {
  for (const [connection, { url }] of Object.entries({ shop, store })) {
    const added = ['connection', 'add', `${name} ${connection}`, '--connector', 'postgres', '--url', url];
    expect((await runSyncline(syncline, ...added)).code).toBe(0);
  }
  await writeFile(path, JSON.stringify(flow));
  const applied = await runSyncline(syncline, 'flow', 'apply', path, '--deploy', '--wait', '--json');
  expect(applied.code, applied.stderr).toBe(0);
  return applied.json<{ id: string }[]>()[0]?.id ?? '';
}

const prices = async ({ store }: Sides): Promise<number> => {
  const [row] = await store.query<{ sum: number }>('SELECT sum(price)::int AS sum FROM items');
  return row?.sum ?? 0;
};
const sumOf = (each: (n: number) => number) =>
  Array.from({ length: COUNT }, (_, n) => each(n + 1)).reduce((sum, price) => sum + price, 0);

/** Confirms with the number on the button, and waits until the operation's own page says that it is done. */
async function confirm(page: Page, button: string): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: button }).click(waiting);
  await page.waitForURL(/\/activity\/operations\//, waiting);
  await expect(page.getByText('Done', { exact: true }).first()).toBeVisible(waiting);
}

test('[E19] [E21] records are selected, looked at, replayed with the number on the button, and reverted', async ({
  page,
  syncline,
  makeDatabase,
}, info) => {
  test.setTimeout(240_000);
  const sides: Sides = { shop: await makeDatabase('shop'), store: await makeDatabase('store') };
  await Promise.all([sides.shop.query(table('parts')), sides.store.query(table('items'))]);
  const id = await applyFlow(syncline, sides, info.outputPath('flow.json'));
  await sides.shop.query('UPDATE parts SET price = price + 1000');
  await expect.poll(() => prices(sides), waiting).toBe(sumOf((n) => n + 1000));
  // The store loses them in a transaction that looks like the lane's own.
  await sides.store.query(
    `BEGIN; UPDATE syncline.checkpoint SET at = clock_timestamp(); UPDATE items SET price = 0; COMMIT`,
  );

  await page.goto('/');
  await page.waitForURL(/\/w\/[^/]+/);
  await page.goto(`${new URL(page.url()).pathname}/records?flow=${id}&op=update`);

  await test.step('a page, then all that match, by keyboard', async () => {
    // The ledger may be a moment behind what it has written.
    await expect(page.getByText(`${COUNT} entries`, { exact: true })).toBeVisible(waiting);
    await expect(page.getByRole('table', { name: 'Records' }).getByRole('row')).toHaveCount(1 + 50, waiting);
    const box = page.getByRole('checkbox', { name: 'Select this page' });
    await box.focus();
    await page.keyboard.press('Space');
    await expect(page.getByText('50 lines selected')).toBeVisible();
    await axeClean(page);
    await page.getByRole('button', { name: `Select all ${COUNT} that match` }).press('Enter');
    await expect(page.getByText(`All ${COUNT} lines that match are selected`)).toBeVisible();
  });

  await test.step('the preview tells, and the number is on the button', async () => {
    await page.getByRole('button', { name: 'Act on them' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Replay…' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Replay records' });
    await expect(dialog.getByText('Nothing has been written yet.')).toBeVisible(waiting);
    await expect(dialog.getByRole('region', { name: 'Samples' }).getByText('1001').first()).toBeVisible();
    await axeClean(page);
    expect(await prices(sides)).toBe(0);
    await confirm(page, `Replay ${COUNT} records`);
    expect(await prices(sides)).toBe(sumOf((n) => n + 1000));
  });

  await test.step('what became of each record is listed, and leads to its lines', async () => {
    const results = page.getByRole('table', { name: 'What became of each record' });
    await expect(results.getByRole('link', { name: /^done: record/ }).first()).toBeVisible();
    await axeClean(page);
    await page.getByRole('link', { name: 'Its lines in Records' }).click();
    await expect(page.getByText(`${COUNT} entries`, { exact: true })).toBeVisible(waiting);
  });

  await test.step('what was changed again since is not reverted, and is told', async () => {
    await page.goto(`${new URL(page.url()).pathname}?flow=${id}&op=update&cause=live`);
    await page.getByRole('checkbox', { name: 'Select this page' }).click();
    await page.getByRole('button', { name: 'Act on them' }).click();
    await page.getByRole('menuitem', { name: 'Revert…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Revert records' });
    await expect(dialog.getByText('CHANGED_SINCE').first()).toBeVisible(waiting);
    await expect(dialog.getByRole('button', { name: 'Nothing to be done' })).toBeDisabled();
  });
});
