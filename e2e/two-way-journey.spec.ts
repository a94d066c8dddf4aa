import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import {
  chooseStream,
  deploy,
  dragPair,
  dragStep,
  drawEdge,
  edges,
  flowState,
  inspector,
  leftField,
  newBlankFlow,
  openStep,
  pairRows,
  rightField,
  step,
} from './canvas.ts';
import { addConnection } from './connections.ts';
import { deleteFlow } from './delete-flow.ts';
import { expect, type JourneyDatabase, test } from './journey.ts';
import { joinWorkspace, signedOut, signInAgain } from './people.ts';

test.use({ storageState: signedOut });

/** Rows that are there before the flow: some on one side alone, some on both and equal, some on both and not. */
const before = { onlyLeft: 600, equal: 250, differing: 50, onlyRight: 400 };
const firstRight = before.onlyLeft + 1;
const lastLeft = before.onlyLeft + before.equal + before.differing;
const all = lastLeft + before.onlyRight;

async function makeBilling(database: JourneyDatabase): Promise<void> {
  await database.query(`
    CREATE TABLE customers (
      id int PRIMARY KEY, full_name text NOT NULL, email varchar(120), plan text NOT NULL,
      balance numeric(12,2) NOT NULL DEFAULT 0, since timestamptz NOT NULL DEFAULT now());
    ALTER TABLE customers REPLICA IDENTITY FULL;
    INSERT INTO customers
      SELECT i, 'Customer ' || i, 'customer' || i || '@example.org', 'free', i / 4.0, '2026-03-01T10:00:00Z'
      FROM generate_series(1, ${lastLeft}) i;
    ANALYZE`);
}

/** The other side takes no new rows until its gate is opened, so that the first sync can be watched. */
async function makeSupport(database: JourneyDatabase): Promise<void> {
  await database.query(`
    CREATE SCHEMA desk;
    CREATE TYPE desk.tier AS ENUM ('free', 'pro', 'business');
    CREATE TABLE desk.clients (
      client_no bigint PRIMARY KEY, display_name varchar(80) NOT NULL, email text, tier desk.tier NOT NULL,
      credit numeric(14,4) NOT NULL, joined timestamp NOT NULL);
    ALTER TABLE desk.clients REPLICA IDENTITY FULL;
    INSERT INTO desk.clients
      SELECT i, CASE WHEN i < ${firstRight + before.differing} THEN 'Client ' ELSE 'Customer ' END || i,
        'customer' || i || '@example.org', 'free', i / 4.0, '2026-03-01 10:00'
      FROM generate_series(${firstRight}, ${all}) i;
    CREATE TABLE desk.gate (shut boolean);
    INSERT INTO desk.gate VALUES (true);
    CREATE FUNCTION desk.wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN WHILE EXISTS (SELECT FROM desk.gate) LOOP PERFORM pg_sleep(0.02); END LOOP; RETURN NEW; END $$;
    CREATE TRIGGER gate BEFORE INSERT ON desk.clients FOR EACH ROW EXECUTE FUNCTION desk.wait_at_gate();
    ANALYZE`);
}

type Side = { database: JourneyDatabase; connection: string };
type Sides = { billing: Side; support: Side };

/** Both sides in the same words, to be compared. */
async function readBoth({ billing, support }: Sides) {
  const [left, right] = await Promise.all([
    billing.database.query(
      `SELECT id, full_name AS name, email, plan, balance::text, since::text FROM customers ORDER BY id`,
    ),
    support.database.query(
      `SELECT client_no::int AS id, display_name AS name, email, tier::text AS plan,
         credit::numeric(12,2)::text AS balance, (joined AT TIME ZONE 'UTC')::text AS since
       FROM desk.clients ORDER BY client_no`,
    ),
  ]);
  return { left: left!, right: right! };
}

test('a flow drawn by hand keeps two databases equal, and everything tells the same of it', async ({
  page,
  syncline,
  makeDatabase,
}, info) => {
  test.setTimeout(240_000);
  const mark = randomBytes(3).toString('hex');
  const sides: Sides = {
    billing: { database: await makeDatabase('billing'), connection: `billing ${mark}` },
    support: { database: await makeDatabase('support'), connection: `support ${mark}` },
  };
  await Promise.all([makeBilling(sides.billing.database), makeSupport(sides.support.database)]);
  const name = `Customers ${mark}`;

  await test.step('sign in', async () => {
    const person = await joinWorkspace(page, syncline, 'Ada Lovelace');
    await signInAgain(page, person);
  });
  await test.step('add two connections', async () => {
    for (const { connection, database } of Object.values(sides))
      await addConnection(page, connection, database);
  });
  await test.step('draw the lane by hand', () => drawLane(page, name, sides));
  await test.step('deploy, and watch the first sync', () => deployAndWatch(page, sides));
  const written = await test.step('write on both sides', () => writeOnBothSides(sides));
  await test.step('both sides agree', async () => {
    await expect.poll(async () => differences(await readBoth(sides)), { timeout: 60_000 }).toEqual([]);
    expect((await readBoth(sides)).left).toHaveLength(all + written.left.inserts + written.right.inserts - 3);
  });
  const delays = await test.step('an edit appears on the other side', () => measureEdits(sides));
  written.left.changes += delays.length / 2;
  written.right.changes += delays.length / 2;
  info.annotations.push({
    type: 'edit to the other side',
    description: `${delays.map(Math.round).join(', ')} ms`,
  });
  await test.step('canvas, monitor and records count what was written', () =>
    expectCounts(page, sides, written));
  await test.step("one record's journey", () => followRecord(page, sides));
  await test.step('delete the flow', async () => {
    await deleteFlow(page, name, Object.values(sides));
    // The data stays.
    expect(differences(await readBoth(sides))).toEqual([]);
  });
});

async function drawLane(page: Page, name: string, { billing, support }: Sides): Promise<void> {
  await newBlankFlow(page, name);

  await dragStep(page, 'Endpoint', 160, 110);
  await chooseStream(inspector(page), page, billing.connection, 'public.customers');
  await dragStep(page, 'Mapping', 480, 110);
  await dragStep(page, 'Conflict rule', 160, 280);
  await dragStep(page, 'Endpoint', 480, 280);
  await chooseStream(inspector(page), page, support.connection, 'desk.clients');
  await page.keyboard.press('Escape');

  const mapping = step(page, 'Mapping Map fields');
  const rule = step(page, /^Conflict rule/);
  await drawEdge(page, step(page, `Endpoint ${billing.connection}`), mapping);
  await drawEdge(page, mapping, rule);
  await drawEdge(page, rule, step(page, `Endpoint ${support.connection}`));
  await page.getByRole('button', { name: 'Tidy up' }).click();
  await expect(edges(page)).toHaveCount(3);

  await openStep(page, mapping);
  const pairs = pairRows(page);
  // What the names say takes itself; then the keys, some by dragging, some by picking.
  await expect(pairs).toHaveCount(2);
  await page.getByRole('button', { name: 'Match by id and client_no' }).click();
  await expect(pairs).toHaveCount(3);
  await dragPair(page, 'since', 'joined');
  await expect(pairs).toHaveCount(4);
  for (const [left, right] of [
    ['plan', 'tier'],
    ['balance', 'credit'],
  ] as const) {
    await leftField(page, left).click();
    await rightField(page, right).click();
  }
  await expect(pairs).toHaveCount(6);

  await openStep(page, rule);
  await page.getByRole('radio', { name: /^One side wins/ }).check();
  const winner = page.getByRole('radiogroup', { name: 'Winning side' });
  await winner.getByRole('radio', { name: support.connection }).click();
  await page.keyboard.press('Escape');
}

async function deployAndWatch(page: Page, { billing, support }: Sides): Promise<void> {
  await deploy(page, 'Billing and support know the same customers');
  await expect(flowState(page)).toHaveText(/^First sync/, { timeout: 30_000 });
  const { connection } = billing;
  await expect(
    page.getByRole('progressbar', { name: `First sync of ${connection}`, exact: true }),
  ).toBeVisible();
  await page.getByRole('button', { name: /^First sync/ }).click();
  await expect(page.getByRole('list', { name: 'First sync' })).toContainText(/of 900 rows/);
  await support.database.query('DELETE FROM desk.gate');
  await expect(flowState(page)).toHaveText(/^Live/, { timeout: 60_000 });
  const carried = before.onlyLeft + before.differing + before.onlyRight;
  for (const card of [`Endpoint ${connection}`, `Endpoint ${support.connection}`, 'Mapping Map fields']) {
    await expect(step(page, card)).toContainText(`Healthy${carried.toLocaleString('en')} changes carried`);
  }
}

/** Inserts, updates and deletes with plain SQL. @returns how many changes each side has had */
async function writeOnBothSides({ billing, support }: Sides) {
  const left = { changes: 0, inserts: 0 };
  const right = { changes: 0, inserts: 0 };
  const run = async (side: Side, account: typeof left, sql: string) => {
    const rows = await side.database.query(`${sql} RETURNING 1`);
    account.changes += rows.length;
    if (sql.startsWith('INSERT')) account.inserts += rows.length;
  };
  await Promise.all([
    run(
      billing,
      left,
      `INSERT INTO customers (id, full_name, email, plan, balance) VALUES
         (5001, 'Grace Hopper', 'grace@example.org', 'pro', 12.34), (5002, 'Edsger Dijkstra', NULL, 'free', 0)`,
    ),
    run(billing, left, `UPDATE customers SET full_name = 'Ada Lovelace', plan = 'business' WHERE id = 7`),
    run(billing, left, `UPDATE customers SET balance = balance + 1 WHERE id BETWEEN 11 AND 13`),
    run(billing, left, `DELETE FROM customers WHERE id = 21`),
    run(
      support,
      right,
      `INSERT INTO desk.clients VALUES (6001, 'Barbara Liskov', 'b@example.org', 'pro', 1.2500, now() AT TIME ZONE 'UTC')`,
    ),
    run(support, right, `UPDATE desk.clients SET tier = 'pro', credit = 99.5 WHERE client_no IN (31, 1001)`),
    run(support, right, `DELETE FROM desk.clients WHERE client_no IN (41, 1002)`),
  ]);
  return { left, right };
}

/** Records that the sides do not have alike. */
function differences({ left, right }: Awaited<ReturnType<typeof readBoth>>) {
  const byId = new Map(right.map((row) => [row.id, JSON.stringify(row)]));
  const wrong = left.filter((row) => byId.get(row.id) !== JSON.stringify(row));
  return left.length === right.length ? wrong : [...wrong, `${left.length} and ${right.length} records`];
}

/** Edits records one after the other, each side in turn. @returns milliseconds until each was on the other side */
async function measureEdits({ billing, support }: Sides): Promise<number[]> {
  const delays: number[] = [];
  for (let edit = 0; edit < 10; edit += 1) {
    const id = 101 + edit;
    const name = `Edited ${edit}`;
    const fromLeft = edit % 2 === 0;
    const writing = fromLeft
      ? billing.database.query(`UPDATE customers SET full_name = $2 WHERE id = $1`, [id, name])
      : support.database.query(`UPDATE desk.clients SET display_name = $2 WHERE client_no = $1`, [id, name]);
    await writing;
    const started = performance.now();
    const arrived = async () => {
      const rows = fromLeft
        ? await support.database.query(`SELECT display_name AS name FROM desk.clients WHERE client_no = $1`, [
            id,
          ])
        : await billing.database.query(`SELECT full_name AS name FROM customers WHERE id = $1`, [id]);
      return rows[0]?.name;
    };
    await expect.poll(arrived, { timeout: 30_000, intervals: [5] }).toBe(name);
    delays.push(performance.now() - started);
  }
  return delays;
}

type Written = Awaited<ReturnType<typeof writeOnBothSides>>;

async function expectCounts(
  page: Page,
  { billing, support }: Sides,
  { left, right }: Written,
): Promise<void> {
  const forward = { applied: before.onlyLeft + left.changes, resolved: before.differing };
  const backward = { applied: before.onlyRight + right.changes, resolved: 0 };
  const carried = forward.applied + forward.resolved + backward.applied;
  const text = `${carried.toLocaleString('en')} changes carried`;
  for (const { connection } of [billing, support]) {
    await expect(step(page, `Endpoint ${connection}`)).toContainText(text);
  }
  await page.getByRole('navigation', { name: 'Flow' }).getByRole('link', { name: 'Monitor' }).click();
  const lanes = page.getByRole('region', { name: 'Lanes' });
  const cell = async (from: string, outcome: string) => {
    await expect(lanes.getByRole('columnheader').first()).toBeVisible();
    const headers = await lanes.getByRole('columnheader').allInnerTexts();
    // The row's own header stands under the first of them.
    const column = headers.findIndex((header) => header.toLowerCase() === outcome) - 1;
    return lanes
      .getByRole('row', { name: new RegExp(`^${from}.* to `) })
      .getByRole('cell')
      .nth(column);
  };
  for (const [from, counts] of [
    [billing.connection, forward],
    [support.connection, backward],
  ] as const) {
    for (const [outcome, count] of Object.entries(counts)) {
      await expect(await cell(from, outcome)).toHaveText(count.toLocaleString('en'));
    }
    for (const outcome of ['unchanged', 'held', 'failed', 'parked', 'skipped']) {
      await expect(await cell(from, outcome)).toHaveText('0');
    }
  }
  for (const [from, count] of [
    [billing.connection, forward.applied],
    [support.connection, backward.applied],
  ] as const) {
    await (await cell(from, 'applied')).getByRole('link').click();
    await expect(page.getByRole('heading', { level: 1, name: 'Records' })).toBeVisible();
    await expect(page.getByText(`${count.toLocaleString('en')} entries`, { exact: true })).toBeVisible();
    await page.goBack();
  }
}

async function followRecord(page: Page, { billing, support }: Sides): Promise<void> {
  await page.getByRole('link', { name: 'All in Records' }).click();
  await page.getByRole('searchbox', { name: 'Search records' }).fill('Ada Lovelace');
  await expect(page).toHaveURL(/q=Ada/);
  // In which order the log names what changed is nobody's promise.
  const both = 'Updated (full_name, plan|plan, full_name)';
  await page.getByRole('link', { name: new RegExp(`^applied: record 7, ${both}$`) }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Ada Lovelace');
  const last = page.getByRole('listitem').filter({ hasText: new RegExp(both) });
  const shown = last.getByRole('table');
  await expect(last).toContainText(`Change on ${billing.connection}`);
  await expect(shown.nth(0).getByRole('row', { name: /^full_name/ })).toHaveText(
    'full_nameCustomer 7Ada Lovelace',
  );
  await expect(shown.nth(0).getByRole('row', { name: /^plan/ })).toHaveText('planfreebusiness');
  await expect(last).toContainText(`Written to ${support.connection}`);
  await expect(shown.nth(1).getByRole('row', { name: /^display_name/ })).toHaveText(
    'display_nameCustomer 7Ada Lovelace',
  );
  await expect(page.getByRole('listitem').filter({ hasText: 'first sync' })).toContainText('Inserted');
  await expect(page.getByRole('row', { name: /full_name.*display_name/ }).first()).toHaveText(
    'full_nameAda LovelaceWhy?display_nameAda LovelaceWhy?',
  );
}
