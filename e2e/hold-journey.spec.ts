import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import { chooseStream, deploy, flowState, inspector, openStep, step } from './canvas.ts';
import { addConnection } from './connections.ts';
import { deleteFlow } from './delete-flow.ts';
import { expect, type JourneyDatabase, test } from './journey.ts';
import { goTo, joinWorkspace, signedOut } from './people.ts';

test.use({ storageState: signedOut });

type Side = { database: JourneyDatabase; connection: string };
type Sides = { shop: Side; ledger: Side };

/** Values of this run alone: the ledger keeps its account of flows that are gone. */
const mark = randomBytes(3).toString('hex');
const ours = `Anvil ${mark}`;
const theirs = `Amboss ${mark}`;

const rows = `(1, 'Anvil', 10, 'grey'), (2, 'Bellows', 20, 'brown'), (3, 'Chisel', 30, 'steel')`;

async function makeShop(database: JourneyDatabase): Promise<void> {
  await database.query(`
    CREATE TABLE products (id int PRIMARY KEY, name text NOT NULL, price numeric(10,2) NOT NULL, colour text);
    ALTER TABLE products REPLICA IDENTITY FULL;
    INSERT INTO products VALUES ${rows}`);
}

async function makeLedger(database: JourneyDatabase): Promise<void> {
  await database.query(`
    CREATE TABLE articles (id bigint PRIMARY KEY, name varchar(60) NOT NULL, price numeric(12,2) NOT NULL, colour text);
    ALTER TABLE articles REPLICA IDENTITY FULL;
    INSERT INTO articles VALUES ${rows}`);
}

const readShop = ({ shop }: Sides) =>
  shop.database.query(`SELECT id, name, price::text, colour FROM products ORDER BY id`);

const readLedger = ({ ledger }: Sides) =>
  ledger.database.query(`SELECT id::int, name, price::text, colour FROM articles ORDER BY id`);

test('a conflict is held for a person, who decides it with the keyboard', async ({
  page,
  syncline,
  makeDatabase,
}) => {
  test.setTimeout(240_000);
  const sides: Sides = {
    shop: { database: await makeDatabase('shop'), connection: `shop ${mark}` },
    ledger: { database: await makeDatabase('ledger'), connection: `ledger ${mark}` },
  };
  const { shop, ledger } = sides;
  await Promise.all([makeShop(shop.database), makeLedger(ledger.database)]);
  const name = `Products ${mark}`;

  const person = await joinWorkspace(page, syncline, 'Margaret Hamilton');
  for (const { connection, database } of Object.values(sides))
    await addConnection(page, connection, database);
  await test.step('a flow that asks a person', () => drawByGuide(page, name, sides));
  await test.step('both sides write the same fields while the flow is paused', async () => {
    await page.getByRole('button', { name: 'Pause' }).click();
    await expect(flowState(page)).toHaveText('Paused', { timeout: 30_000 });
    await shop.database.query(`UPDATE products SET name = $1, price = 11 WHERE id = 1`, [ours]);
    await ledger.database.query(`UPDATE articles SET name = $1, price = 12, colour = 'black' WHERE id = 1`, [
      theirs,
    ]);
    await shop.database.query(`UPDATE products SET colour = 'oak' WHERE id = 2`);
    await page.getByRole('button', { name: 'Resume' }).click();
    await expect(flowState(page)).toHaveText(/^Live/, { timeout: 30_000 });
  });
  await test.step('the record is held, and everything else goes on', async () => {
    await expect(step(page, /^Conflict rule/)).toContainText('1 waiting', { timeout: 30_000 });
    await expect
      .poll(async () => (await readLedger(sides))[1], { timeout: 30_000 })
      .toMatchObject({ colour: 'oak' });
    expect((await readShop(sides))[0]).toMatchObject({ name: ours, price: '11.00' });
    expect((await readLedger(sides))[0]).toMatchObject({ name: theirs, price: '12.00' });
  });
  await test.step('it is decided with the keyboard', () => decideByKeyboard(page, sides));
  await test.step('both sides agree on what was decided', async () => {
    const decided = [
      { id: 1, name: ours, price: '12.00', colour: 'black' },
      { id: 2, name: 'Bellows', price: '20.00', colour: 'oak' },
      { id: 3, name: 'Chisel', price: '30.00', colour: 'steel' },
    ];
    await expect.poll(() => readShop(sides), { timeout: 30_000 }).toEqual(decided);
    await expect.poll(() => readLedger(sides), { timeout: 30_000 }).toEqual(decided);
  });
  await test.step('the ledger says how and by whom', () => expectAccount(page, name, person.email));
  await test.step('delete the flow', () => deleteFlow(page, name, Object.values(sides)));
});

/** Makes the flow from two streams, takes what is proposed, and leaves conflicts to a person. */
async function drawByGuide(page: Page, name: string, { shop, ledger }: Sides): Promise<void> {
  await goTo(page, 'Flows');
  await page.getByRole('link', { name: 'New flow' }).first().click();
  await chooseStream(
    page.getByRole('group', { name: 'Left side' }),
    page,
    shop.connection,
    'public.products',
  );
  await chooseStream(
    page.getByRole('group', { name: 'Right side' }),
    page,
    ledger.connection,
    'public.articles',
  );
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('button', { name: 'Create flow' }).click();
  await openStep(page, step(page, /^Conflict rule/));
  await inspector(page)
    .getByRole('radio', { name: /^Ask a person/ })
    .check();
  await page.keyboard.press('Escape');
  await deploy(page, 'Shop and ledger share their products');
  await expect(flowState(page)).toHaveText(/^Live/, { timeout: 60_000 });
}

/** Goes through the queue, the fields and the decision without touching the mouse. */
async function decideByKeyboard(page: Page, { shop, ledger }: Sides): Promise<void> {
  await goTo(page, 'Conflicts');
  const queue = page.getByRole('list', { name: 'Held records' });
  const held = queue.getByRole('button', { name: new RegExp(ours) });
  await held.focus();
  await page.keyboard.press('Enter');
  const panel = page.getByRole('group', { name: new RegExp(`^Conflict over ${ours}`) });
  await expect(panel).toBeFocused();
  const candidate = (field: string, side: Side, value: string) =>
    panel.getByRole('button', { name: `${field} from ${side.connection}: ${value}` });
  const fields = panel.getByRole('table', { name: 'Fields in conflict' });
  await expect(fields.getByRole('row', { name: /^name Anvil/ })).toBeVisible();
  for (const [field, side, value] of [
    ['name', shop, ours],
    ['name', ledger, theirs],
    ['price', shop, '11.00'],
    ['price', ledger, '12.00'],
  ] as const) {
    await expect(candidate(field, side, value)).toHaveAttribute('aria-pressed', 'false');
  }
  const decide = panel.getByRole('button', { name: 'Decide' });
  await expect(decide).toBeDisabled();
  await page.keyboard.press('ArrowLeft');
  await expect(candidate('name', shop, ours)).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect(candidate('price', ledger, '12.00')).toHaveAttribute('aria-pressed', 'true');
  await expect(decide).toBeEnabled();
  await page.keyboard.press('Enter');
  await expect(panel).toBeHidden({ timeout: 30_000 });
  await expect(held).toBeHidden();
}

async function expectAccount(page: Page, name: string, by: string): Promise<void> {
  await goTo(page, 'Records');
  await page.getByRole('searchbox', { name: 'Search records' }).fill(mark);
  await expect(page).toHaveURL(/q=/);
  const lines = page.getByRole('table', { name: 'Records' }).getByRole('link', { name: /record 1, Updated/ });
  // What either side had changed: one line each.
  await expect(lines).toHaveCount(2);
  for (const line of await lines.all()) await expect(line).toHaveAccessibleName(/^resolved/);
  await lines.first().click();
  const change = page.getByRole('listitem').filter({ hasText: 'Updated name, price, colour' });
  await expect(change).toContainText('Resolved');
  const decisions = change.getByRole('list', { name: 'Decisions' }).getByRole('listitem');
  await expect(decisions).toHaveText([
    new RegExp(`^name: left side stands.*Decided by ${by}`),
    new RegExp(`^price: right side stands.*Decided by ${by}`),
  ]);
  await expect(page.getByRole('link', { name })).toBeVisible();
}
