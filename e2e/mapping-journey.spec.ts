import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { axeClean } from './axe-clean.ts';
import { deploy, fieldsGrid, flowState, inspector, openStep, pairRows, step } from './canvas.ts';
import { runSyncline } from './command.ts';
import type { Installation } from './installation.ts';
import { expect, type JourneyDatabase, test } from './journey.ts';
import { keys, peopleFields, readSql, tableSql } from './people-fields.ts';

type Sides = { crm: JourneyDatabase; app: JourneyDatabase };

const name = `People ${randomBytes(3).toString('hex')}`;
const patient = { timeout: 60_000 };
/** Both sides know some people already; others are on one side alone. */
const people = { crm: [1, 20], app: [11, 30] } as const;

const flow = {
  formatVersion: 1,
  name,
  nodes: [
    { id: 'crm', kind: 'endpoint', connection: `${name} crm`, stream: 'public.contacts' },
    { id: 'map', kind: 'mapping' },
    { id: 'rule', kind: 'conflict', rule: { kind: 'prefer', side: 'left' } },
    { id: 'app', kind: 'endpoint', connection: `${name} app`, stream: 'public.people' },
  ],
  edges: [
    { id: 'e1', source: 'crm', target: 'map' },
    { id: 'e2', source: 'map', target: 'rule' },
    { id: 'e3', source: 'rule', target: 'app' },
  ],
};

test('two streams of sixty fields are mapped by accepting suggestions, one field is translated, and both sides agree', async ({
  page,
  context,
  syncline,
  makeDatabase,
}, info) => {
  test.setTimeout(420_000);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const sides: Sides = { crm: await makeDatabase('crm'), app: await makeDatabase('app') };
  await sides.crm.query(tableSql('left', 'contacts', ...people.crm));
  await sides.app.query(tableSql('right', 'people', ...people.app));
  const id = await draftFlow(syncline, sides, info.outputPath('flow.json'));

  await test.step('the mapping opens in full, and what is sure has taken itself', () => open(page, id));
  await test.step('suggestions are reviewed by keyboard and in bulk', () => review(page));
  await test.step('what is left is paired by name, without the mouse', () => pairTheRest(page));
  await test.step('a field is translated by a table from a spreadsheet', () => translate(page));
  await test.step('the values of every row come back as they were', async () => {
    await page.getByRole('button', { name: 'Check the values' }).click();
    await expect(page.getByRole('button', { name: 'Check the values again' })).toBeVisible(patient);
    await expect(fieldsGrid(page)).not.toContainText('come back as others');
  });
  await test.step('nothing is wrong with the page, and it is the same after a reload', async () => {
    await axeClean(page);
    await expect(page.getByText('Saved', { exact: true })).toBeVisible();
    await page.reload();
    await expect(count(page)).toContainText(`${peopleFields.length + 1} paired`, patient);
    await expect(count(page)).toContainText('0 need review');
  });
  await test.step('the draft holds every pair, with who decided on it', () => expectDecisions(syncline));
  await test.step('it is deployed', async () => {
    await page.getByRole('button', { name: 'Back to the canvas' }).click();
    await deploy(page, 'Contacts and people are the same');
    await expect(flowState(page)).toHaveText(/^Live/, patient);
  });
  await test.step('both sides are written, and agree', async () => {
    await writeOnBothSides(sides);
    await expect.poll(() => differences(sides), patient).toEqual([]);
    const verified = await runSyncline(syncline, 'verify', name);
    expect(verified.code, verified.stdout + verified.stderr).toBe(0);
  });
  await test.step('the flow goes', async () => {
    const deleted = await runSyncline(syncline, 'flow', 'delete', name, '--confirm', name);
    expect(deleted.code, deleted.stderr).toBe(0);
  });
});

/** @returns the id of the flow, whose mapping is empty */
async function draftFlow(syncline: Installation, sides: Sides, file: string): Promise<string> {
  for (const [side, { url }] of Object.entries(sides)) {
    const added = await runSyncline(
      syncline,
      ...['connection', 'add', `${name} ${side}`, '--connector', 'postgres', '--url', url],
    );
    expect(added.code, added.stderr).toBe(0);
  }
  await writeFile(file, JSON.stringify(flow));
  const applied = await runSyncline(syncline, 'flow', 'apply', file, '--json');
  return applied.json<{ id: string }[]>()[0]!.id;
}

/** The line that counts pairs, suggestions and fields. */
const count = (page: Page): Locator => page.getByRole('status', { name: 'How far the mapping is' });

/** How many of a kind that line counts. */
const counted = async (page: Page, what: RegExp): Promise<number> =>
  Number(what.exec((await count(page).textContent()) ?? '')?.[1] ?? Number.NaN);
const paired = (page: Page) => counted(page, /(\d+) paired/);
const waiting = (page: Page) => counted(page, /(\d+) needs? review/);

async function open(page: Page, id: string): Promise<void> {
  await page.goto('/');
  await page.waitForURL(/\/w\/[^/]+/);
  await page.goto(`${new URL(page.url()).pathname}/flows/${id}/build`);
  await openStep(page, step(page, 'Mapping Map fields'));
  await inspector(page).getByRole('button', { name: 'Open in full' }).click();
  await expect(page.getByText(/^\d+ pairs were sure enough/)).toBeVisible(patient);
  await expect.poll(() => paired(page)).toBeGreaterThan(30);
  // Two keys are a person's to match: unrelated systems number alike.
  await page.getByRole('button', { name: `Match by ${keys.join(' and ')}` }).click();
  await expect(pairRows(page).filter({ hasText: keys[1] })).toHaveCount(1);
}

async function review(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Take back' }).click();
  await expect(count(page)).toContainText('1 paired');
  const all = await waiting(page);
  expect(all).toBeGreaterThan(30);

  // One by one: the first is taken, the second turned down; the focus goes on to what comes next.
  const row = (left: string) => page.getByRole('row', { name: new RegExp(`^Suggested: ${left} and `) });
  await row('first_name').focus();
  await page.keyboard.press('a');
  await expect(row('first_name')).toBeHidden();
  await expect(count(page)).toContainText('2 paired');
  await expect(row('last_name')).toBeFocused();
  await page.keyboard.press('r');
  await expect(row('last_name')).toBeHidden();
  await expect.poll(() => waiting(page)).toBe(all - 2);
  // Undone in one step, and turned down again.
  await page.keyboard.press('ControlOrMeta+z');
  await expect(row('last_name')).toBeVisible();
  await row('last_name').focus();
  await page.keyboard.press('r');
  await expect.poll(() => waiting(page)).toBe(all - 2);

  // Those that a search finds, all at once.
  await page.keyboard.press('/');
  await page.keyboard.type('billing');
  await expect(row('billing_city')).toBeVisible();
  await row('billing_city').focus();
  await page.keyboard.press('ControlOrMeta+a');
  await expect(page.getByRole('toolbar', { name: 'Selected rows' })).toContainText('5 selected');
  await page.keyboard.press('a');
  await expect.poll(() => paired(page)).toBe(1 + 1 + 5);
  await page.getByRole('searchbox', { name: 'Search fields' }).fill('');

  await page.getByRole('button', { name: /^Accept all \d+$/ }).click();
  await expect(count(page)).toContainText('0 need review');
}

/** Fields without a pair, and one that was turned down, find theirs by Enter and a few letters. */
async function pairTheRest(page: Page): Promise<void> {
  const cell = (left: string) => page.getByRole('button', { name: new RegExp(`left field ${left}\\b`) });
  await page.getByRole('radio', { name: /^Unmapped/ }).click();
  await expect(cell('last_name')).toContainText('required');
  for (const [left, , right] of peopleFields) {
    if ((await cell(left).count()) === 0) continue;
    const before = await paired(page);
    await cell(left).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: `What does ${left} belong to?` });
    await dialog.getByPlaceholder('Search by name').fill(right);
    await expect(dialog.getByRole('option')).toHaveCount(1);
    await page.keyboard.press('Enter');
    await expect.poll(() => paired(page)).toBe(before + 1);
  }
  await expect(count(page)).toHaveText(
    `${peopleFields.length + 1} paired · 0 need review · 0 required missing · 0 unmapped`,
  );
  await page.getByRole('radio', { name: 'All' }).click();
}

async function translate(page: Page): Promise<void> {
  await page.getByRole('searchbox', { name: 'Search fields' }).fill('RecordState');
  await expect(pairRows(page)).toHaveCount(1);
  await pairRows(page).focus();
  await page.keyboard.press('Enter');
  const detail = page.getByRole('region', { name: 'Pair status and RecordState' });
  await detail.getByRole('button', { name: 'Add a step to the right' }).click();
  await page.getByRole('menuitem', { name: 'Look up in a table' }).click();
  const table = detail.getByRole('table', { name: 'Look-up table' });
  await page.evaluate(() => navigator.clipboard.writeText('A\tactive\nI\tinactive\n'));
  // The rows that it begins with make place for those that are pasted.
  while ((await table.getByRole('textbox').count()) > 2) {
    await table.getByRole('button', { name: 'Remove row 2' }).click();
  }
  await table.getByRole('textbox', { name: 'Value 1', exact: true }).focus();
  await page.keyboard.press('ControlOrMeta+v');
  await expect(table.getByRole('textbox', { name: 'What value 2 becomes' })).toHaveValue('inactive');
  await expect(detail.getByRole('table', { name: 'Preview' })).toContainText('active');
  await expect(detail.getByText(/come back as they were/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(detail).toBeHidden();
  await expect(fieldsGrid(page)).toContainText('look up in 2 values');
  await page.getByRole('searchbox', { name: 'Search fields' }).fill('');
}

async function expectDecisions(syncline: Installation): Promise<void> {
  const exported = await runSyncline(syncline, 'flow', 'export', name, '--json');
  expect(exported.code, exported.stderr).toBe(0);
  type Pair = { left: string; right: string; decision?: { kind: string; by?: string; at?: string } };
  const { nodes } = exported.json<{ nodes: { kind: string; fields: Pair[] }[] }>();
  const fields = nodes.find(({ kind }) => kind === 'mapping')?.fields ?? [];
  const made = new Map(fields.map((pair) => [pair.left, pair]));
  expect(peopleFields.filter(([left, , right]) => made.get(left)?.right !== right)).toEqual([]);
  expect(made.get('first_name')?.decision).toMatchObject({ kind: 'accepted' });
  expect(made.get('last_name')?.decision).toMatchObject({ kind: 'drawn' });
}

async function writeOnBothSides({ crm, app }: Sides): Promise<void> {
  await Promise.all([
    crm.query(
      `UPDATE contacts SET first_name = 'Ada', status = 'I', annual_revenue = 12.5 WHERE contact_id = 2`,
    ),
    crm.query(
      `UPDATE contacts SET email = NULL, lead_score = lead_score + 1 WHERE contact_id BETWEEN 3 AND 6`,
    ),
    crm.query('DELETE FROM contacts WHERE contact_id = 9'),
    crm.query(
      `INSERT INTO contacts (contact_id, first_name, last_name, status, created_at)
       VALUES (101, 'Grace', 'Hopper', 'A', '2026-05-01T10:00:00.123456Z')`,
    ),
    app.query(`UPDATE people SET "FamilyName" = 'Dijkstra', "RecordState" = 'active' WHERE "PersonId" = 21`),
    app.query(
      `UPDATE people SET "CreditLimit" = 99.99, "Remarks" = 'called' WHERE "PersonId" BETWEEN 23 AND 26`,
    ),
    app.query('DELETE FROM people WHERE "PersonId" = 29'),
    app.query(
      `INSERT INTO people ("PersonId", "GivenName", "FamilyName", "RecordState", "IsCustomer")
       VALUES (201, 'Barbara', 'Liskov', 'inactive', true)`,
    ),
  ]);
}

/** Records that are not the same on both sides, or not there on one of them. */
async function differences({ crm, app }: Sides): Promise<unknown[]> {
  const [left, right] = await Promise.all([
    crm.query<{ id: number }>(readSql('left', 'contacts')),
    app.query<{ id: number }>(readSql('right', 'people')),
  ]);
  const there = new Map(right.map((row) => [row.id, JSON.stringify(row)]));
  const differing = left.filter((row) => there.get(row.id) !== JSON.stringify(row)).map(({ id }) => id);
  const missing = right.filter(({ id }) => !left.some((row) => row.id === id)).map(({ id }) => id);
  const expected = [101, 201].filter((id) => !there.has(id));
  return [...differing, ...missing, ...expected];
}
