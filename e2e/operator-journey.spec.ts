import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { axeClean } from './axe-clean.ts';
import { flowState } from './canvas.ts';
import { runSyncline } from './command.ts';
import type { Installation } from './installation.ts';
import { expect, type JourneyDatabase, test } from './journey.ts';

type Sides = { shop: JourneyDatabase; store: JourneyDatabase };

const name = `Parts ${randomBytes(3).toString('hex')}`;
const waiting = { timeout: 30_000 };

const table = (of: string) => `
  CREATE TABLE ${of} (id int PRIMARY KEY, name text NOT NULL, bin text);
  ALTER TABLE ${of} REPLICA IDENTITY FULL;
  INSERT INTO ${of} SELECT i, 'Part ' || i, 'A' || i FROM generate_series(1, 12) i`;

const flow = {
  formatVersion: 1,
  name,
  nodes: [
    { id: 'shop', kind: 'endpoint', connection: `${name} shop`, stream: 'public.parts' },
    {
      id: 'map',
      kind: 'mapping',
      match: [['id', 'id']],
      fields: ['id', 'name', 'bin'].map((field) => ({ left: field, right: field })),
    },
    {
      id: 'rule',
      kind: 'conflict',
      rule: { kind: 'prefer', side: 'left' },
      breaker: { deletes: 4, deletesShare: 0 },
    },
    { id: 'store', kind: 'endpoint', connection: `${name} store`, stream: 'public.items' },
  ],
  edges: [
    { id: 'e1', source: 'shop', target: 'map' },
    { id: 'e2', source: 'map', target: 'rule' },
    { id: 'e3', source: 'rule', target: 'store' },
  ],
};

test('[E12] [E15] [E17] an operator brings back a mass delete, follows a renamed field, and repairs a difference', async ({
  page,
  syncline,
  makeDatabase,
}, info) => {
  test.setTimeout(240_000);
  const sides: Sides = { shop: await makeDatabase('shop'), store: await makeDatabase('store') };
  await Promise.all([sides.shop.query(table('parts')), sides.store.query(table('items'))]);
  const id = await applyFlow(syncline, sides, info.outputPath('flow.json'));
  await page.goto('/');
  await page.waitForURL(/\/w\/[^/]+/);
  await page.goto(`${new URL(page.url()).pathname}/flows/${id}/monitor`);
  await expect(flowState(page)).toHaveText(/^Live/, waiting);

  await test.step('a mass delete is stopped, looked at, and discarded', () => massDelete(page, sides));
  await test.step('a renamed field is followed', () => renamedField(page, sides));
  await test.step('a difference that no log tells of is found and repaired', () => repair(page, sides));
  await test.step('the flow goes', async () => {
    const deleted = await runSyncline(syncline, 'flow', 'delete', name, '--confirm', name);
    expect(deleted.code, deleted.stderr).toBe(0);
  });
});

/** @returns the flow's id, once it is live */
async function applyFlow(syncline: Installation, sides: Sides, file: string): Promise<string> {
  await writeFile(file, JSON.stringify(flow));
  for (const [side, { url }] of Object.entries(sides)) {
    const added = await runSyncline(
      syncline,
      ...['connection', 'add', `${name} ${side}`, '--connector', 'postgres', '--url', url],
    );
    expect(added.code, added.stderr).toBe(0);
  }
  const applied = await runSyncline(syncline, 'flow', 'apply', file, '--deploy', '--wait', '--json');
  expect(applied.code, applied.stdout + applied.stderr).toBe(0);
  return applied.json<{ id: string }[]>()[0]!.id;
}

const count = async (database: JourneyDatabase, from: string) =>
  (await database.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${from}`))[0]?.n;

async function massDelete(page: Page, { shop, store }: Sides): Promise<void> {
  await shop.query('DELETE FROM parts WHERE id <= 7');
  const banner = page.getByRole('region', { name: /^Stopped by the breaker/ });
  await expect(banner).toContainText('7 deletes', waiting);
  await expect(flowState(page)).toHaveText('Stopped by breaker', waiting);
  expect(await count(store, 'items')).toBe(12);
  await banner.getByRole('button', { name: 'Show the records' }).click();
  const rows = banner.getByRole('region', { name: /that wait$/ }).getByRole('row');
  await expect(rows).toHaveCount(8);
  await expect(rows.nth(1)).toContainText(/Part 1.*Deleted.*bin: A1/);
  await axeClean(page);

  await banner.getByRole('button', { name: 'Discard…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Discard these changes?' });
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await dialog.getByRole('button', { name: 'Discard 7 deletes' }).click();
  await expect(banner).toBeHidden(waiting);
  await expect(flowState(page)).toHaveText(/^Live/, waiting);
  await expect.poll(() => count(shop, 'parts'), waiting).toBe(12);
  expect(await count(store, 'items')).toBe(12);
}

async function renamedField(page: Page, { shop, store }: Sides): Promise<void> {
  await store.query('ALTER TABLE items RENAME bin TO shelf');
  const proposal = page.getByRole('listitem').filter({ hasText: 'is called shelf now' });
  await expect(proposal).toContainText('Suspended', waiting);
  await axeClean(page);
  await proposal.getByRole('button', { name: 'Follow it: map shelf' }).click();
  await expect(page.getByText('Version 2 runs now.')).toBeVisible(waiting);
  await expect(proposal).toBeHidden(waiting);
  await shop.query(`UPDATE parts SET bin = 'B9' WHERE id = 9`);
  await store.query(`UPDATE items SET shelf = 'C10' WHERE id = 10`);
  const shelf = () => store.query(`SELECT shelf FROM items WHERE id = 9`);
  const bin = () => shop.query(`SELECT bin FROM parts WHERE id = 10`);
  await expect.poll(shelf, waiting).toEqual([{ shelf: 'B9' }]);
  await expect.poll(bin, waiting).toEqual([{ bin: 'C10' }]);
}

/** One of what the verify found is ticked, looked at on both sides, and repaired. */
async function repairChosen(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Choose which…' }).click();
  const table = page.getByRole('table', { name: 'What the verify found' });
  await expect(table.getByRole('row')).toHaveCount(3, waiting);
  await table.getByRole('checkbox', { name: 'Select Differs: record 3' }).click();
  await expect(page.getByRole('button', { name: 'Select all 2 that match' })).toBeVisible();
  await axeClean(page);
  await page.getByRole('button', { name: 'Act on them' }).click();
  await page.getByRole('menuitem', { name: 'Repair…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Repair records' });
  await expect(dialog.getByText('1 record in 1 selected finding.')).toBeVisible(waiting);
  await axeClean(page);
  await dialog.getByRole('button', { name: 'Repair 1 record' }).click();
  await expect(page.getByRole('heading', { name: 'Repair what a verify found' })).toBeVisible(waiting);
  const results = page.getByRole('table', { name: 'What became of each record' });
  await expect(results.getByRole('row').filter({ hasText: 'done' })).toHaveCount(1, waiting);
}

async function repair(page: Page, { shop, store }: Sides): Promise<void> {
  // As if the lane had written itself: its checkpoint row comes first in the transaction.
  await store.query(`
    BEGIN;
    UPDATE syncline.checkpoint SET at = clock_timestamp();
    UPDATE items SET name = 'Another' WHERE id = 3;
    DELETE FROM items WHERE id = 12;
    COMMIT`);
  const start = page.getByRole('button', { name: 'Verify', exact: true });
  await start.click();
  await expect(page.getByText('Both sides disagree over 2 records')).toBeVisible(waiting);
  const found = page.getByRole('list', { name: /^Differences of public\.parts/ }).getByRole('listitem');
  await expect(found.filter({ hasText: 'Differs' })).toContainText(/name\s*Part 3\s*≠\s*Another/);
  await expect(found.filter({ hasText: 'Only left' })).toContainText('Not in public.items');
  await axeClean(page);
  await repairChosen(page);
  await page.goBack();
  await page.goBack();
  await page.getByRole('button', { name: 'Repair 2 records' }).click();
  const dialog = page.getByRole('dialog', { name: 'Repair records' });
  await expect(dialog.getByText('Both sides agree already.')).toBeHidden();
  await dialog.getByRole('button', { name: 'Repair 1 record' }).click(waiting);
  await expect(page.getByText('Done', { exact: true }).first()).toBeVisible(waiting);
  await page.getByRole('button', { name: 'Verify again' }).click(waiting);
  await expect(page.getByText('Both sides agree.')).toBeVisible(waiting);
  await page.getByRole('link', { name, exact: true }).first().click();
  const names = (database: JourneyDatabase, of: string) =>
    database.query(`SELECT id, name FROM ${of} WHERE id IN (3, 12) ORDER BY id`);
  const agreed = [
    { id: 3, name: 'Part 3' },
    { id: 12, name: 'Part 12' },
  ];
  expect(await names(store, 'items')).toEqual(agreed);
  expect(await names(shop, 'parts')).toEqual(agreed);
  await start.click();
  const last = page.getByRole('region', { name: 'Last verify' });
  await expect(last.getByText('Both sides agree', { exact: true })).toBeVisible(waiting);
}
