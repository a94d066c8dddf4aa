import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { axeClean } from './axe-clean.ts';
import { runSyncline } from './command.ts';
import type { Installation } from './installation.ts';
import { expect, type JourneyDatabase, test } from './journey.ts';

const name = `Prices ${randomBytes(3).toString('hex')}`;
const waiting = { timeout: 60_000 };
const records = 1_500;

type Sides = { shop: JourneyDatabase; store: JourneyDatabase };

const table = (of: string) => `
  CREATE TABLE ${of} (id int PRIMARY KEY, price numeric(8,2), note text);
  ALTER TABLE ${of} REPLICA IDENTITY FULL;
  INSERT INTO ${of} SELECT i, i, 'as it was' FROM generate_series(1, ${records}) i`;

const flow = {
  formatVersion: 1,
  name,
  nodes: [
    { id: 'shop', kind: 'endpoint', connection: `${name} shop`, stream: 'public.offers' },
    {
      id: 'map',
      kind: 'mapping',
      match: [['id', 'id']],
      fields: ['id', 'price', 'note'].map((field) => ({ left: field, right: field })),
    },
    { id: 'store', kind: 'endpoint', connection: `${name} store`, stream: 'public.articles' },
  ],
  edges: [
    { id: 'e1', source: 'shop', target: 'map' },
    { id: 'e2', source: 'map', target: 'store' },
  ],
};

/** Notes that people write on both sides meanwhile, each record on a side of its own; prices of a few as well. */
class Editing {
  readonly notes = new Map<number, string>();
  readonly prices = new Map<number, string>();
  #over = false;

  async run({ shop, store }: Sides): Promise<void> {
    for (let n = 0; !this.#over; n += 1) {
      const id = 1 + ((n * 37) % records);
      const [side, of] = id % 2 ? [shop, 'offers'] : [store, 'articles'];
      await side.query(`UPDATE ${of} SET note = $1 WHERE id = $2`, [`edit ${n}`, id]);
      this.notes.set(id, `edit ${n}`);
      await sleep(20);
    }
  }

  /** Prices that are meant, after the mistake. */
  async reprice({ store }: Sides, ids: number[]): Promise<void> {
    for (const id of ids) {
      await store.query(`UPDATE articles SET price = $1 WHERE id = $2`, [`${id}.50`, id]);
      this.prices.set(id, `${id}.50`);
    }
  }

  end(): void {
    this.#over = true;
  }
}

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

test('[E23] a mass update made by mistake is taken back while people go on working, and no edit of theirs is lost', async ({
  page,
  syncline,
  makeDatabase,
}, info) => {
  test.setTimeout(240_000);
  const sides: Sides = { shop: await makeDatabase('shop'), store: await makeDatabase('store') };
  await Promise.all([sides.shop.query(table('offers')), sides.store.query(table('articles'))]);
  const id = await applyFlow(syncline, sides, info.outputPath('flow.json'));
  const editing = new Editing();
  const edits = editing.run(sides);
  try {
    await sides.shop.query('UPDATE offers SET price = 0.01');
    const wrong = async () => (await sides.store.query(`SELECT FROM articles WHERE price = 0.01`)).length;
    await expect.poll(wrong, waiting).toBe(records);
    await editing.reprice(sides, [10, 20, 30]);
    const carried = async () => (await sides.shop.query('SELECT FROM offers WHERE price <> 0.01')).length;
    await expect.poll(carried, waiting).toBe(3);

    await page.goto('/');
    await page.waitForURL(/\/w\/[^/]+/);
    await page.goto(`${new URL(page.url()).pathname}/records?flow=${id}&op=update&side=left&field=price`);
    await page.getByRole('checkbox', { name: 'Select this page' }).click();
    const bar = page.getByRole('region', { name: 'Selection' });
    await bar.getByRole('button', { name: /^Select all .* that match$/ }).click();
    await bar.getByRole('button', { name: 'Act on them' }).click();
    await page.getByRole('menuitem', { name: 'Revert…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Revert records' });
    const revert = dialog.getByRole('button', { name: /^Revert [\d,]+ records$/ });
    await expect(revert).toBeEnabled(waiting);
    await expect(revert).toHaveText(/1,497 records/);
    await expect(dialog).toContainText(/cannot be done\s*3/);
    await axeClean(page);
    await revert.click();
    await page.waitForURL(/\/activity\/operations\//);
    await expect(page.getByText('Done', { exact: true }).first()).toBeVisible(waiting);
  } finally {
    editing.end();
    await edits;
  }

  const settled = async () => (await sides.shop.query('SELECT FROM offers WHERE price = 0.01')).length;
  await expect.poll(settled, waiting).toBe(0);
  const verified = await runSyncline(syncline, 'verify', name);
  expect(verified.code, verified.stdout + verified.stderr).toBe(0);
  for (const [side, of] of [
    [sides.shop, 'offers'],
    [sides.store, 'articles'],
  ] as const) {
    const rows = await side.query<{ id: number; price: string; note: string }>(
      `SELECT id, price::text, note FROM ${of} ORDER BY id`,
    );
    const wanted = Array.from({ length: records }, (_, index) => ({
      id: index + 1,
      price: editing.prices.get(index + 1) ?? `${index + 1}.00`,
      note: editing.notes.get(index + 1) ?? 'as it was',
    }));
    expect(rows).toEqual(wanted);
  }
  const deleted = await runSyncline(syncline, 'flow', 'delete', name, '--confirm', name);
  expect(deleted.code, deleted.stderr).toBe(0);
});
