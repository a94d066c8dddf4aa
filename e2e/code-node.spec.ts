import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { SeededRandom } from '../src/lib/seeded-random.ts';
import { axeClean } from './axe-clean.ts';
import { deploy, flowState, inspector, openStep, step } from './canvas.ts';
import { runSyncline } from './command.ts';
import type { Installation } from './installation.ts';
import { expect, type JourneyDatabase, test } from './journey.ts';
import { goTo } from './people.ts';
import { RunnerKiller } from './runner-killer.ts';
import { openStore, type Store } from './store.ts';

const records = 400;
const writesPerSide = 240;
const kills = 2;

type Databases = { left: JourneyDatabase; right: JourneyDatabase };
type Side = keyof Databases;

/** What each side calls the same things; the right one keeps names backwards, which the lens turns. */
const sides = {
  left: { table: 'members', id: 'id', name: 'name', own: 'left_note' },
  right: { table: 'people', id: 'person', name: 'turned', own: 'right_note' },
} as const;

async function makeTables({ left, right }: Databases): Promise<void> {
  await Promise.all([
    left.query(`
      CREATE TABLE members (id int PRIMARY KEY, name text NOT NULL, phone text, left_note text, right_note text);
      ALTER TABLE members REPLICA IDENTITY FULL;
      INSERT INTO members SELECT i, 'Member ' || i, '+49 30 ' || i FROM generate_series(1, ${records}) i`),
    right.query(`
      CREATE TABLE people (person bigint PRIMARY KEY, turned text NOT NULL, phone text, left_note text, right_note text);
      ALTER TABLE people REPLICA IDENTITY FULL`),
  ]);
}

/** The flow with a code node that has no code yet. */
const flowOf = (name: string) => ({
  formatVersion: 1,
  name,
  nodes: [
    { id: 'left', kind: 'endpoint', connection: `${name} left`, stream: 'public.members' },
    { id: 'turn', kind: 'code', form: 'lens', label: 'Turn names' },
    {
      id: 'map',
      kind: 'mapping',
      match: [['id', 'person']],
      fields: [
        ['id', 'person'],
        ['name', 'turned'],
        ['phone', 'phone'],
        ['left_note', 'left_note'],
        ['right_note', 'right_note'],
      ].map(([left, right]) => ({ left, right })),
    },
    { id: 'rule', kind: 'conflict', rule: { kind: 'newest', tie: 'left' } },
    { id: 'right', kind: 'endpoint', connection: `${name} right`, stream: 'public.people' },
  ],
  edges: [
    { id: 'e1', source: 'left', target: 'turn' },
    { id: 'e2', source: 'turn', target: 'map' },
    { id: 'e3', source: 'map', target: 'rule' },
    { id: 'e4', source: 'rule', target: 'right' },
  ],
});

test('a lens is written with completion, mended where it breaks, and keeps two databases equal', async ({
  page,
  syncline,
  makeDatabase,
}, info) => {
  test.setTimeout(300_000);
  const databases = { left: await makeDatabase('code_left'), right: await makeDatabase('code_right') };
  const name = `Members ${randomBytes(3).toString('hex')}`;
  const store = openStore(syncline);
  try {
    await makeTables(databases);
    const flowId = await test.step('a draft with a code node', () =>
      applyDraft(syncline, databases, name, info.outputPath('flow.json')));
    await test.step('open the editor', () => openEditor(page, name));
    await test.step('write with completion, see a type error, mend it', () => writeWithCompletion(page));
    await test.step('undo on the canvas brings the code back', () => undoOnCanvas(page));
    await test.step('see a counter-example to the law, mend the lens', () => mendLaws(page));
    await test.step('deploy', async () => {
      await deploy(page, 'Names are kept backwards on the right');
      await expect(flowState(page)).toHaveText(/^Live/, { timeout: 60_000 });
    });
    await test.step('both sides write while the runner is killed, and agree at last', () =>
      converge(syncline, store, databases, name, flowId));
  } finally {
    await store.close();
  }
});

async function applyDraft(
  syncline: Installation,
  databases: Databases,
  name: string,
  file: string,
): Promise<string> {
  for (const side of ['left', 'right'] as const) {
    const words = ['connection', 'add', `${name} ${side}`, '--connector', 'postgres', '--url'];
    const added = await runSyncline(syncline, ...words, databases[side].url);
    expect(added.code, added.stderr).toBe(0);
  }
  await writeFile(file, JSON.stringify(flowOf(name)));
  const applied = await runSyncline(syncline, 'flow', 'apply', file, '--json');
  expect(applied.code, applied.stdout + applied.stderr).toBe(0);
  return applied.json<{ id: string }[]>()[0]?.id ?? '';
}

async function openEditor(page: Page, name: string): Promise<void> {
  await page.goto('/');
  await goTo(page, 'Flows');
  await page.getByRole('link', { name: `Open ${name}` }).click();
  await openStep(page, step(page, 'Code Turn names'));
  await inspector(page).getByRole('button', { name: 'Open editor' }).click();
  // A function that fits is there to begin with.
  await expect(editor(page)).toContainText('export function forward', { timeout: 60_000 });
}

const editor = (page: Page) => page.locator('.monaco-editor .view-lines');
const findings = (page: Page) => page.getByRole('list', { name: 'Problems of the code' });

/** Puts the caret before what ends a line of the code, as many characters from its end. */
async function caretAt(page: Page, line: number, fromEnd: number): Promise<void> {
  await page.getByRole('textbox', { name: /^TypeScript of Turn names/ }).focus();
  await page.keyboard.press('Control+Home');
  for (let down = 1; down < line; down += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  for (let back = 0; back < fromEnd; back += 1) await page.keyboard.press('ArrowLeft');
}

/** Types the beginning of a word and takes what completion makes of it. */
async function complete(page: Page, begun: string, whole: string): Promise<void> {
  await page.keyboard.type(begun, { delay: 30 });
  const option = page.getByRole('option', { name: new RegExp(`^${whole}\\b`) });
  await expect(option.first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(option).toHaveCount(0);
}

async function replaceLine(page: Page, line: number, text: string): Promise<void> {
  await caretAt(page, line, 0);
  await page.keyboard.press('Shift+Home');
  await page.keyboard.insertText(text);
  await expect(editor(page)).toContainText(text.replaceAll(' ', '\u00a0'));
}

async function writeWithCompletion(page: Page): Promise<void> {
  await caretAt(page, 3, ' };'.length);
  await page.keyboard.type(', ');
  await complete(page, 'na', 'name');
  await page.keyboard.type(': record.');
  await complete(page, 'ph', 'phone');
  await expect(editor(page)).toContainText('...record,\u00a0name:\u00a0record.phone\u00a0}');
  // The phone may be null, the name may not: the editor says so, and the server too.
  const error = findings(page).getByRole('button', { name: /Type 'string \| null' is not assignable/ });
  await expect(error).toHaveCount(1);
  await error.click();
  await expect(page.getByText(/^Line 3, column/)).toBeVisible();
  // What code cannot have is told once, with what can be done instead, by editor and server alike.
  await replaceLine(page, 3, 'return { ...record, name: String(process) };');
  const refused = findings(page).getByRole('button', { name: /"process" is not available in code nodes/ });
  await expect(refused).toHaveCount(1);
  await expect(findings(page).getByRole('button')).toHaveCount(1);
  await replaceLine(page, 3, 'return { ...record, name: record.name.toUpperCase() };');
  await expect(page.getByText('No problems: the code fits where it stands.')).toBeVisible();
}

/** What was typed is undone, and done again, where one looks at the flow; the code shows it. */
async function undoOnCanvas(page: Page): Promise<void> {
  const onCanvas = async (keys: string, found?: RegExp) => {
    await inspector(page).getByRole('button', { name: 'Back to the canvas' }).click();
    await page.locator('.react-flow__pane').click({ position: { x: 40, y: 60 } });
    await page.keyboard.press(keys);
    await openStep(page, step(page, 'Code Turn names'));
    if (found) await expect(inspector(page).getByText(found).first()).toBeVisible();
    await inspector(page).getByRole('button', { name: 'Open editor' }).click();
  };
  // What the server found by then is there before the editor has found anything itself. What was typed in one go is one step.
  const before = /"process" is not available in code nodes|Type 'string \| null' is not assignable/;
  await onCanvas('ControlOrMeta+z', before);
  await expect(editor(page)).toContainText('export function forward');
  await expect(editor(page)).not.toContainText('toUpperCase');
  await expect(findings(page).getByRole('button', { name: before })).toHaveCount(1);
  await onCanvas('ControlOrMeta+Shift+z');
  await expect(editor(page)).toContainText('toUpperCase');
}

async function mendLaws(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Laws' }).click();
  const ask = page.getByRole('button', { name: 'Try the laws' });
  await ask.click();
  const counter = page.getByRole('region', { name: /^Counter-example/ }).first();
  await expect(counter).toContainText('name', { timeout: 60_000 });
  await axeClean(page);
  const turned = "return { ...record, name: [...record.name].reverse().join('') };";
  await replaceLine(page, 3, turned);
  await replaceLine(page, 8, turned);
  await ask.click();
  await expect(page.getByText('Both laws hold on everything that was tried.')).toBeVisible({
    timeout: 60_000,
  });
}

/** What a side was made to do and must be found on both. */
type Account = { changes: number; own: Map<number, string>; inserted: Set<number>; deleted: Set<number> };

async function converge(
  syncline: Installation,
  store: Store,
  databases: Databases,
  name: string,
  flowId: string,
): Promise<void> {
  const fresh = (): Account => ({ changes: 0, own: new Map(), inserted: new Set(), deleted: new Set() });
  const accounts = { left: fresh(), right: fresh() };
  const progress = () => (accounts.left.changes + accounts.right.changes) / (2 * writesPerSide);
  const killer = new RunnerKiller(store, kills);
  try {
    await Promise.all([
      killer.run(flowId, progress),
      ...(['left', 'right'] as const).map((side) =>
        writeMixed(side, databases[side], accounts[side], () => killer.pace(progress())),
      ),
    ]);
  } finally {
    killer.stop();
  }
  expect(killer.killed).toHaveLength(kills);
  const state = async () => {
    const pending = await store.query(
      `SELECT "recordKey", state, code, detail FROM pending_record WHERE "flowId" = $1 LIMIT 5`,
      [flowId],
    );
    return [...pending, ...(await disagreements(databases))];
  };
  await expect.poll(state, { timeout: 120_000, intervals: [500] }).toEqual([]);
  const rows = new Map((await readLeft(databases)).map((row) => [row.id, row]));
  for (const side of ['left', 'right'] as const) {
    const { own, inserted, deleted } = accounts[side];
    for (const [id, note] of own) expect(rows.get(id)?.[sides[side].own], `of ${id}`).toBe(note);
    for (const id of inserted) expect(rows.has(id), `${id} was inserted`).toBe(true);
    for (const id of deleted) expect(rows.has(id), `${id} was deleted`).toBe(false);
  }
  // A runner that has only just begun may not be known yet.
  await expect.poll(async () => await verifyCode(syncline, name), { timeout: 60_000 }).toBe(0);
}

const verifyCode = async (syncline: Installation, name: string) =>
  (await runSyncline(syncline, 'verify', name)).code;

/** Inserts, updates and deletes at random; a third of it on records that the other side writes too. */
async function writeMixed(
  side: Side,
  database: JourneyDatabase,
  account: Account,
  pace: () => Promise<void>,
): Promise<void> {
  const random = new SeededRandom(side === 'left' ? 7 : 8);
  const { table, id, name, own } = sides[side];
  const first = side === 'left' ? 1001 : 2001;
  const doomed = side === 'left' ? 201 : 301;
  for (let turn = 0; account.changes < writesPerSide; turn += 1) {
    await pace();
    const record = random.int(1, 100);
    const value = `${side} ${turn}`;
    const kind = turn % 8;
    if (kind < 3) {
      await database.query(`UPDATE ${table} SET ${name} = $1 WHERE ${id} = $2`, [value, record]);
    } else if (kind < 6) {
      await database.query(`UPDATE ${table} SET ${own} = $1 WHERE ${id} = $2`, [value, record]);
      account.own.set(record, value);
    } else if (kind === 6) {
      await database.query(`INSERT INTO ${table} (${id}, ${name}) VALUES ($1, $2)`, [first + turn, value]);
      account.inserted.add(first + turn);
    } else {
      const victim = doomed + (turn >> 3);
      await database.query(`DELETE FROM ${table} WHERE ${id} = $1`, [victim]);
      account.deleted.add(victim);
    }
    account.changes += 1;
    await sleep(random.int(0, 12));
  }
}

type Member = { id: number; name: string; phone: string; left_note: string; right_note: string };

const readLeft = ({ left }: Databases) => left.query<Member>('SELECT * FROM members ORDER BY id');

/** Records that are not on both sides, each with its name turned. */
async function disagreements(databases: Databases): Promise<string[]> {
  const right = await databases.right.query<Member>(
    'SELECT person::int AS id, reverse(turned) AS name, phone, left_note, right_note FROM people ORDER BY id',
  );
  const inWords = (rows: Member[]) => new Set(rows.map((row) => JSON.stringify(row)));
  const [a, b] = [inWords(await readLeft(databases)), inWords(right)];
  const lacking = (one: Set<string>, other: Set<string>) => [...one].filter((row) => !other.has(row));
  return [...lacking(a, b), ...lacking(b, a)];
}
