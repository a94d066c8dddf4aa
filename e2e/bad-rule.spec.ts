import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { axeClean } from './axe-clean.ts';
import { runSyncline } from './command.ts';
import { HumanPace } from './human-pace.ts';
import type { Installation } from './installation.ts';
import { expect, type JourneyDatabase, test } from './journey.ts';

type Sides = { shop: JourneyDatabase; office: JourneyDatabase };

const name = `Prices ${randomBytes(3).toString('hex')}`;
const broken = 1_500;
const touched = 3;
const whole = broken.toLocaleString('en');
const mendable = (broken - touched).toLocaleString('en');
const waiting = { timeout: 60_000 };

const table = (of: string) => `
  CREATE TABLE ${of} (id int PRIMARY KEY, name text NOT NULL, price numeric(10,2) NOT NULL);
  ALTER TABLE ${of} REPLICA IDENTITY FULL;
  INSERT INTO ${of} SELECT i, 'Article ' || i, 10 FROM generate_series(1, ${broken + 100}) i`;

const flow = {
  formatVersion: 1,
  name,
  nodes: [
    { id: 'shop', kind: 'endpoint', connection: `${name} shop`, stream: 'public.products' },
    {
      id: 'map',
      kind: 'mapping',
      match: [['id', 'id']],
      fields: ['id', 'name', 'price'].map((field) => ({ left: field, right: field })),
    },
    { id: 'rule', kind: 'conflict', rule: { kind: 'prefer', side: 'left' } },
    { id: 'office', kind: 'endpoint', connection: `${name} office`, stream: 'public.articles' },
  ],
  edges: [
    { id: 'e1', source: 'shop', target: 'map' },
    { id: 'e2', source: 'map', target: 'rule' },
    { id: 'e3', source: 'rule', target: 'office' },
  ],
};

test('[E17] a bad rule breaks 1,500 records, and is mended for them and from now on in under five minutes', async ({
  page,
  syncline,
  makeDatabase,
}, info) => {
  test.setTimeout(420_000);
  const sides: Sides = { shop: await makeDatabase('shop'), office: await makeDatabase('office') };
  await Promise.all([sides.shop.query(table('products')), sides.office.query(table('articles'))]);
  await startFlow(syncline, sides, info.outputPath('flow.json'));
  await test.step('both sides change 1,500 prices, and the older ones win', () =>
    breakPrices(syncline, sides));
  await test.step('somebody corrects three of them by hand', () => correctByHand(sides));

  await page.goto('/');
  const pace = new HumanPace();
  await test.step('the operator sees them as one group', () => seeGroup(page, pace));
  await test.step('a better rule is tried on all of them', () => preview(page, pace));
  await test.step('it is done, and is the rule from now on', () => apply(page, pace));
  const { person, syncline: took, told } = pace.total;
  console.log(told);
  expect(person + took).toBeLessThan(300);

  await test.step('the newer prices stand on both sides, and so do those set by hand', () =>
    expectPrices(sides));
  await test.step('the next version decides so, and names the operation', () =>
    expectVersion(page, syncline));
  await test.step('verify is clean', async () => {
    expect((await runSyncline(syncline, 'verify', name)).code).toBe(0);
  });
});

async function startFlow(syncline: Installation, { shop, office }: Sides, file: string): Promise<void> {
  for (const [label, { url }] of [
    ['shop', shop],
    ['office', office],
  ] as const) {
    const added = await runSyncline(
      syncline,
      ...['connection', 'add', `${name} ${label}`, '--connector', 'postgres', '--url', url],
    );
    expect(added.code, added.stderr).toBe(0);
  }
  await writeFile(file, JSON.stringify(flow));
  const applied = await runSyncline(syncline, 'flow', 'apply', file, '--deploy', '--wait');
  expect(applied.code, applied.stderr).toBe(0);
  await expectPhase(syncline, 'live');
}

async function expectPhase(syncline: Installation, phase: string): Promise<void> {
  await expect
    .poll(async () => (await runSyncline(syncline, 'flow', 'status', name, '--json')).stdout, waiting)
    .toContain(`"phase": "${phase}"`);
}

/** Both sides write while the flow is paused: the shop first, and the office, which knows better, later. */
async function breakPrices(syncline: Installation, sides: Sides): Promise<void> {
  await runSyncline(syncline, 'flow', 'pause', name);
  await expectPhase(syncline, 'paused');
  await sides.shop.query(`UPDATE products SET price = 11 WHERE id <= ${broken}`);
  await sides.office.query('SELECT pg_sleep(2)');
  await sides.office.query(`UPDATE articles SET price = 25 WHERE id <= ${broken}`);
  await runSyncline(syncline, 'flow', 'resume', name);
  await expect
    .poll(() => sides.office.query('SELECT count(*)::int AS n FROM articles WHERE price = 11'), waiting)
    .toEqual([{ n: broken }]);
}

async function correctByHand({ shop, office }: Sides): Promise<void> {
  await office.query(`UPDATE articles SET price = 30 WHERE id <= ${touched}`);
  await expect
    .poll(() => shop.query('SELECT count(*)::int AS n FROM products WHERE price = 30'), waiting)
    .toEqual([{ n: touched }]);
}

async function seeGroup(page: Page, pace: HumanPace): Promise<void> {
  pace.read();
  await pace.click(page.getByRole('navigation').getByRole('link', { name: 'Conflicts' }));
  await pace.click(page.getByRole('tab', { name: /^Decided/ }));
  await pace.click(page.getByRole('button', { name: 'Flow', exact: true }));
  await pace.click(page.getByRole('option', { name }));
  const groups = page.getByRole('region', { name: 'How conflicts were decided' });
  const group = groups.getByRole('row', { name: /^price by prefer/ });
  await expect(group).toContainText(`left won all ${whole}`, waiting);
  await expect(groups.getByRole('row')).toHaveCount(1);
  pace.read();
  await pace.click(group.getByRole('button', { name: /left won/ }));
  await expect(page).toHaveURL(/field=price/);
  const log = page.getByRole('table', { name: 'Decided conflicts' });
  await pace.click(log.getByRole('button', { name: /conflict over price$/ }).first());
  const panel = page.getByRole('complementary', { name: /^Conflict of record/ });
  await expect(panel).toContainText('The rule prefers the left side.');
  await pace.aside(axeClean(page));
  pace.read();
  await pace.click(panel.getByRole('button', { name: 'Close' }));
}

async function preview(page: Page, pace: HumanPace): Promise<void> {
  await pace.click(page.getByRole('checkbox', { name: 'Select this page' }));
  const selection = page.getByRole('region', { name: 'Selection' });
  await pace.click(selection.getByRole('button', { name: `Select all ${whole} that match` }));
  await expect(selection).toContainText(`All ${whole} conflicts that match are selected`);
  await pace.click(selection.getByRole('button', { name: 'Decide again…' }));
  const dialog = page.getByRole('dialog', { name: 'Decide conflicts again' });
  await pace.click(dialog.getByRole('combobox', { name: 'Rule for all fields in conflict' }));
  await pace.click(page.getByRole('option', { name: 'Newest wins' }));
  const outcomes = dialog.getByLabel('Outcomes');
  await expect(outcomes).toContainText(mendable, waiting);
  await expect(outcomes).toContainText('would be written');
  await expect(outcomes).toContainText(`${touched}`);
  await expect(outcomes).toContainText('cannot be done');
  const byField = dialog.getByRole('table', { name: 'Field by field' }).getByRole('row', { name: /^price/ });
  await expect(byField).toContainText(`${mendable} left → right`);
  await expect(byField).toContainText(`${touched}: on the right side`);
  const samples = dialog.getByRole('region', { name: 'Samples' });
  await expect(samples).toContainText('price: The right side changed later');
  await expect(samples).toContainText('25.00');
  pace.read();
  await pace.click(samples.getByRole('radio', { name: 'cannot be done' }));
  await expect(samples).toContainText('is "30.00" by now, not "11.00"');
  await pace.aside(axeClean(page));
  pace.read();
}

async function apply(page: Page, pace: HumanPace): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Decide conflicts again' });
  await pace.click(dialog.getByRole('checkbox', { name: /Make it the flow’s rule/ }));
  await pace.click(dialog.getByRole('button', { name: `Decide ${mendable} records again` }));
  await expect(page.getByText('Version 2 decides so from now on')).toBeVisible(waiting);
  await expect(page).toHaveURL(/\/activity\/operations\//, waiting);
  const outcomes = page.getByLabel('Outcomes');
  await expect(outcomes).toContainText(mendable, waiting);
  await expect(outcomes).toContainText('could not be done');
  pace.read();
}

async function expectPrices({ shop, office }: Sides): Promise<void> {
  const counts = (of: string) =>
    `SELECT price::text, count(*)::int AS n FROM ${of} GROUP BY 1 ORDER BY 2 DESC, 1`;
  const wanted = [
    { price: '25.00', n: broken - touched },
    { price: '10.00', n: 100 },
    { price: '30.00', n: touched },
  ];
  await expect.poll(() => shop.query(counts('products')), waiting).toEqual(wanted);
  await expect.poll(() => office.query(counts('articles')), waiting).toEqual(wanted);
}

async function expectVersion(page: Page, syncline: Installation): Promise<void> {
  const operation = /operations\/(\w+)/.exec(page.url())?.[1] ?? '';
  const versions = await runSyncline(syncline, 'flow', 'versions', name, '--json');
  expect(versions.stdout).toContain(
    `newest wins (left at a tie): conflicts were decided again so by operation ${operation}`,
  );
  const exported = await runSyncline(syncline, 'flow', 'export', name);
  expect(exported.stdout).toContain('"kind": "newest"');
}
