import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { axeClean } from './axe-clean.ts';
import { flowState } from './canvas.ts';
import { runSyncline } from './command.ts';
import type { Installation } from './installation.ts';
import { expect, type JourneyDatabase, test } from './journey.ts';
import { goTo } from './people.ts';

async function makeSource(database: JourneyDatabase): Promise<void> {
  await database.query(`
    CREATE TABLE accounts (id int PRIMARY KEY, account_name text NOT NULL);
    CREATE TABLE contacts (id int PRIMARY KEY, account_id int REFERENCES accounts, full_name text);
    ALTER TABLE accounts REPLICA IDENTITY FULL;
    ALTER TABLE contacts REPLICA IDENTITY FULL;
    INSERT INTO accounts VALUES (1, 'Muster AG');
    INSERT INTO contacts SELECT i, 1, 'Contact ' || i FROM generate_series(1, 40) i`);
}

test('a whole schema is made from the connection’s page; a field that one side gets later is made on the other and filled in', async ({
  page,
  syncline,
  makeDatabase,
}, info) => {
  test.setTimeout(300_000);
  const mark = randomBytes(3).toString('hex');
  const [source, target] = [await makeDatabase('whole_from'), await makeDatabase('whole_to')];
  await makeSource(source);
  const [from, to] = [`from ${mark}`, `to ${mark}`];
  for (const [name, { url }] of [
    [from, source],
    [to, target],
  ] as const) {
    await syncs(syncline, 'connection', 'add', name, '--connector', 'postgres', '--url', url);
  }
  await test.step('make the schema', () => makeSchema(page, { from, to }, info.outputPath('schema')));

  const flow = `Whole ${mark}`;
  const file = info.outputPath('flow.json');
  await writeFile(file, JSON.stringify(contactsFlow(flow, from, to)));
  await syncs(syncline, 'flow', 'apply', file, '--deploy', '--wait', '--timeout', '120');
  const namesThere = () => target.query(`SELECT id FROM contacts WHERE "fullName" IS NOT NULL`);
  await expect.poll(async () => (await namesThere()).length, { timeout: 60_000 }).toBe(40);

  await test.step('a new field', () => makeField(page, flow, { source, target }, info.outputPath('field')));
  await syncs(syncline, 'flow', 'delete', flow, '--confirm', flow);
});

async function syncs(syncline: Installation, ...words: string[]): Promise<void> {
  const { code, stdout, stderr } = await runSyncline(syncline, ...words);
  expect(code, `${stdout}${stderr}`).toBe(0);
}

async function makeSchema(
  page: Page,
  { from, to }: { from: string; to: string },
  shots: string,
): Promise<void> {
  await page.goto('/');
  await goTo(page, 'Connections');
  await page.getByRole('link', { name: `Open ${to}` }).click();
  await page.getByRole('button', { name: 'Create streams' }).click();
  const dialog = page.getByRole('dialog', { name: `Create streams in ${to}` });
  await dialog.getByRole('combobox', { name: 'From the connection' }).click();
  await page.getByRole('option', { name: from }).click();
  await dialog.getByRole('checkbox', { name: `All 2 streams of ${from}` }).check();
  await dialog.getByRole('combobox', { name: 'Names' }).click();
  await page.getByRole('option', { name: 'accountOwner', exact: true }).click();
  const statements = dialog.getByRole('textbox', { name: `Statements for ${to}` });
  await expect(statements).toHaveValue(/"accountName"[\s\S]*REFERENCES public\.accounts/);
  await shoot(page, shots);
  await dialog.getByRole('button', { name: 'Create 2' }).click();
  const made = dialog.getByRole('list', { name: 'Created streams' });
  await expect(made.getByRole('listitem')).toHaveCount(2, { timeout: 60_000 });
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('list', { name: 'Streams' })).toContainText('public.contacts');
}

/** A field that the source gets is proposed for the other side; the statements are shown, run, and its values arrive. */
async function makeField(
  page: Page,
  flow: string,
  { source, target }: { source: JourneyDatabase; target: JourneyDatabase },
  shots: string,
): Promise<void> {
  await source.query(`ALTER TABLE contacts ADD COLUMN home_town varchar(60)`);
  await source.query(`UPDATE contacts SET home_town = 'town ' || id`);
  await goTo(page, 'Flows');
  await page.getByRole('link', { name: `Open ${flow}` }).click();
  await page.getByRole('navigation', { name: 'Flow' }).getByRole('link', { name: 'Monitor' }).click();
  // A runner looks every ten seconds.
  const create = page.getByRole('button', { name: 'Create it in public.contacts and map it…' });
  await create.click({ timeout: 90_000 });
  const dialog = page.getByRole('dialog', { name: 'Create it in public.contacts and map it' });
  await expect(dialog.getByRole('textbox')).toHaveValue(
    'ALTER TABLE public.contacts ADD COLUMN "homeTown" character varying(60);',
  );
  await shoot(page, shots);
  await dialog.getByRole('button', { name: 'Run and map' }).click();
  await expect(dialog).toBeHidden({ timeout: 60_000 });
  await expect
    .poll(
      async () => {
        const rows = await target.query<{ n: number }>(
          `SELECT count(*)::int AS n FROM contacts WHERE "homeTown" = 'town ' || id`,
        );
        return rows[0]?.n;
      },
      { timeout: 120_000 },
    )
    .toBe(40);
  await expect(flowState(page)).toHaveText(/^Live/, { timeout: 60_000 });
}

async function shoot(page: Page, path: string): Promise<void> {
  await axeClean(page);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `${path}-${colorScheme}.png` });
  }
}

function contactsFlow(name: string, from: string, to: string): object {
  const fields = [
    ['id', 'id'],
    ['account_id', 'accountId'],
    ['full_name', 'fullName'],
  ].map(([left, right]) => ({ left, right }));
  const accounts = [
    ['id', 'id'],
    ['account_name', 'accountName'],
  ].map(([left, right]) => ({ left, right }));
  const lane = (id: string, stream: string, pairs: object[]) => ({
    nodes: [
      { id: `${id}_l`, kind: 'endpoint', connection: from, stream: `public.${stream}` },
      { id: `${id}_m`, kind: 'mapping', direction: 'both', match: [['id', 'id']], fields: pairs },
      { id: `${id}_r`, kind: 'endpoint', connection: to, stream: `public.${stream}` },
    ],
    edges: [
      { id: `${id}_1`, source: `${id}_l`, target: `${id}_m` },
      { id: `${id}_2`, source: `${id}_m`, target: `${id}_r` },
    ],
  });
  const lanes = [lane('a', 'accounts', accounts), lane('c', 'contacts', fields)];
  return {
    formatVersion: 1,
    name,
    nodes: lanes.flatMap(({ nodes }) => nodes),
    edges: lanes.flatMap(({ edges }) => edges),
  };
}
