import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import { axeClean } from './axe-clean.ts';
import {
  chooseStream,
  deploy,
  dragStep,
  drawEdge,
  edges,
  flowState,
  inspector,
  newBlankFlow,
  openStep,
  pairRows,
  step,
} from './canvas.ts';
import { runSyncline } from './command.ts';
import type { Installation } from './installation.ts';
import { expect, type JourneyDatabase, test } from './journey.ts';
import { mariadbTarget, postgresTarget, sqliteTarget, type TargetSystem } from './target-systems.ts';

const ROWS = 120;

async function makeSource(database: JourneyDatabase): Promise<void> {
  await database.query(`
    CREATE TYPE level AS ENUM ('free', 'pro', 'it''s business');
    CREATE TABLE contacts (
      id bigint PRIMARY KEY, full_name text NOT NULL, email varchar(120) UNIQUE, balance numeric(12,2) NOT NULL DEFAULT 0,
      joined timestamptz(3), active boolean NOT NULL DEFAULT true, level level NOT NULL DEFAULT 'free',
      ref uuid, profile jsonb);
    COMMENT ON COLUMN contacts.balance IS 'in euro''s';
    ALTER TABLE contacts REPLICA IDENTITY FULL;
    INSERT INTO contacts
      SELECT i, 'Größe ' || i, 'contact' || i || '@example.org', i / 4.0, '2026-03-01T10:00:00.125Z', i % 3 > 0,
        'pro', md5(i::text)::uuid, jsonb_build_object('n', i)
      FROM generate_series(1, ${ROWS}) i;
    ANALYZE contacts`);
}

const targets: {
  name: string;
  open: (make: (label: string) => Promise<JourneyDatabase>) => Promise<TargetSystem>;
}[] = [
  { name: 'PostgreSQL', open: async (make) => postgresTarget(await make('made')) },
  { name: 'MariaDB', open: () => mariadbTarget() },
  { name: 'SQLite', open: () => sqliteTarget() },
];

for (const { name: system, open } of targets) {
  test(`a missing table is made in ${system} from the canvas, and the flow to it keeps both sides equal`, async ({
    page,
    syncline,
    makeDatabase,
  }, info) => {
    test.setTimeout(300_000);
    const mark = randomBytes(3).toString('hex');
    const source = await makeDatabase('contacts');
    await makeSource(source);
    const target = await open(makeDatabase);
    const from = `from ${mark}`;
    const to = `to ${mark}`;
    const flow = `Made ${mark}`;
    try {
      await addConnection(syncline, from, 'postgres', source.url);
      await addConnection(syncline, to, target.connector, target.url);
      await drawLane(page, flow, { from, to });
      await createStream(page, to, target, info.outputPath('create-table'));
      await test.step('deploy', async () => {
        await deploy(page, 'The other side was made for it');
        await expect(flowState(page)).toHaveText(/^Live/, { timeout: 120_000 });
      });
      await test.step('write on both sides, and verify', async () => {
        await writeOnBothSides(source, target);
        await verifiesClean(syncline, flow);
      });
      await runSyncline(syncline, 'flow', 'delete', flow, '--confirm', flow);
    } finally {
      await target.close();
    }
  });
}

async function addConnection(
  syncline: Installation,
  name: string,
  connector: string,
  url: string,
): Promise<void> {
  const added = await runSyncline(
    syncline,
    'connection',
    'add',
    name,
    '--connector',
    connector,
    '--url',
    url,
  );
  expect(added, added.stderr).toMatchObject({ code: 0 });
}

/** The lane with nothing on its right side but the connection. */
async function drawLane(page: Page, name: string, { from, to }: { from: string; to: string }): Promise<void> {
  await page.goto('/');
  await newBlankFlow(page, name);
  await dragStep(page, 'Endpoint', 160, 110);
  await chooseStream(inspector(page), page, from, 'public.contacts');
  await dragStep(page, 'Mapping', 480, 110);
  await dragStep(page, 'Endpoint', 480, 280);
  await inspector(page).getByRole('combobox', { name: 'Connection' }).click();
  await page.getByRole('option', { name: to }).click();
  await drawEdge(page, step(page, `Endpoint ${from}`), step(page, 'Mapping Map fields'));
  await drawEdge(page, step(page, 'Mapping Map fields'), step(page, `Endpoint ${to}`));
  await expect(edges(page)).toHaveCount(2);
}

/** Makes the stream by the endpoint's inspector, one field otherwise than proposed. */
async function createStream(page: Page, to: string, target: TargetSystem, shots: string): Promise<void> {
  await openStep(page, step(page, `Endpoint ${to}`));
  await inspector(page)
    .getByRole('button', { name: `Create in ${to}…` })
    .click();
  const dialog = page.getByRole('dialog', { name: `Create a stream in ${to}` });
  const statements = dialog.getByRole('textbox', { name: `Statements for ${to}` });
  await expect(dialog.getByRole('textbox', { name: 'Name of the new stream' })).toHaveValue(target.stream);
  await expect(statements).toHaveValue(/CREATE TABLE/);
  await dialog.getByRole('textbox', { name: 'Name of full_name' }).fill('name_of_contact');
  await dialog.getByRole('textbox', { name: 'Name of full_name' }).press('Enter');
  await expect(statements).toHaveValue(/name_of_contact/);
  await axeClean(page);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `${shots}-${colorScheme}.png` });
  }
  await dialog.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(dialog).toBeHidden({ timeout: 60_000 });
  await expect(inspector(page).getByRole('combobox', { name: 'Stream' })).toHaveText(target.stream);
  await openStep(page, step(page, 'Mapping Map fields'));
  await expect(pairRows(page)).toHaveCount(9);
  await page.keyboard.press('Escape');
}

async function writeOnBothSides(source: JourneyDatabase, target: TargetSystem): Promise<void> {
  await Promise.all([
    source.query(`UPDATE contacts SET full_name = 'Ada', balance = balance + 1.25 WHERE id <= 20`),
    source.query(`DELETE FROM contacts WHERE id BETWEEN 41 AND 45`),
    source.query(`INSERT INTO contacts (id, full_name, email, level, profile)
      VALUES (9007199254740993, 'Grace', NULL, 'it''s business', '{"a": [1, 2.50]}')`),
    target.run(`UPDATE contacts SET balance = 99.5, active = false WHERE id BETWEEN 61 AND 70`),
    target.run(`DELETE FROM contacts WHERE id BETWEEN 81 AND 83`),
    target.run(
      `INSERT INTO contacts (id, name_of_contact, email, balance, active, level)
       VALUES (777, 'Barbara', 'b@example.org', 1.5, true, 'free')`,
    ),
  ]);
  const there = async () => {
    const rows = await source.query<{ name: string }>(
      `SELECT full_name AS name FROM contacts WHERE id = 777 OR (id = 61 AND balance = 99.5 AND NOT active)`,
    );
    return rows.length;
  };
  await expect.poll(there, { timeout: 90_000 }).toBe(2);
}

/** Comparing says that every record agrees, once what is on its way has arrived. */
async function verifiesClean(syncline: Installation, flow: string): Promise<void> {
  await expect(async () => {
    const { code, stdout, stderr } = await runSyncline(syncline, 'verify', flow);
    expect(code, `${stdout}${stderr}`).toBe(0);
  }).toPass({ timeout: 120_000, intervals: [2_000] });
}
