import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { inspector, openStep, step } from './canvas.ts';
import { runSyncline } from './command.ts';
import type { Installation } from './installation.ts';
import { expect, type JourneyDatabase, test } from './journey.ts';
import { goTo } from './people.ts';

const records = 400;

type Databases = { left: JourneyDatabase; right: JourneyDatabase };

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

test('a lens is written with completion from the real schema, and mended where its types do not fit', async ({
  page,
  syncline,
  makeDatabase,
}, info) => {
  const databases = { left: await makeDatabase('code_left'), right: await makeDatabase('code_right') };
  const name = `Members ${randomBytes(3).toString('hex')}`;
  await makeTables(databases);
  await test.step('a draft with a code node', () =>
    applyDraft(syncline, databases, name, info.outputPath('flow.json')));
  await test.step('open the editor', () => openEditor(page, name));
  await test.step('write with completion, see a type error, mend it', () => writeWithCompletion(page));
});

async function applyDraft(
  syncline: Installation,
  databases: Databases,
  name: string,
  file: string,
): Promise<void> {
  for (const side of ['left', 'right'] as const) {
    const words = ['connection', 'add', `${name} ${side}`, '--connector', 'postgres', '--url'];
    const added = await runSyncline(syncline, ...words, databases[side].url);
    expect(added.code, added.stderr).toBe(0);
  }
  await writeFile(file, JSON.stringify(flowOf(name)));
  const applied = await runSyncline(syncline, 'flow', 'apply', file, '--json');
  expect(applied.code, applied.stdout + applied.stderr).toBe(0);
}

async function openEditor(page: Page, name: string): Promise<void> {
  await page.goto('/', { waitUntil: 'commit' });
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
  await replaceLine(page, 3, 'return { ...record, name: record.name.toUpperCase() };');
  await expect(page.getByText('No problems: the code fits where it stands.')).toBeVisible();
}
