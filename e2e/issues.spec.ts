import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import { axeClean } from './axe-clean.ts';
import { chooseStream, deploy, flowState } from './canvas.ts';
import { addConnection } from './connections.ts';
import { deleteFlow } from './delete-flow.ts';
import { expect, type JourneyDatabase, test } from './journey.ts';
import { goTo, joinWorkspace, signedOut } from './people.ts';

test.use({ storageState: signedOut });

type Side = { database: JourneyDatabase; connection: string };
type Sides = { desk: Side; site: Side };

const mark = randomBytes(3).toString('hex');
const constraint = `price_in_reach_${mark}`;
const broken = 50;

async function makeTables({ desk, site }: Sides): Promise<void> {
  await desk.database.query(`
    CREATE TABLE offers (id int PRIMARY KEY, title text NOT NULL, price int NOT NULL);
    ALTER TABLE offers REPLICA IDENTITY FULL;
    INSERT INTO offers SELECT i, 'Offer ' || i, i FROM generate_series(1, 80) i`);
  await site.database.query(`
    CREATE TABLE deals (id int PRIMARY KEY, title text NOT NULL, price int NOT NULL);
    ALTER TABLE deals REPLICA IDENTITY FULL`);
}

test('what one constraint refuses is one issue: seen, put off, noted, mended, and resolved by itself', async ({
  page,
  syncline,
  makeDatabase,
}) => {
  test.setTimeout(300_000);
  const sides: Sides = {
    desk: { database: await makeDatabase('desk'), connection: `desk ${mark}` },
    site: { database: await makeDatabase('site'), connection: `site ${mark}` },
  };
  const { desk, site } = sides;
  await makeTables(sides);
  const name = `Offers ${mark}`;
  const person = await joinWorkspace(page, syncline, 'Radia Perlman');
  for (const { connection, database } of Object.values(sides))
    await addConnection(page, connection, database);
  await test.step('a flow that runs', () => draw(page, name, sides));
  const copied = () => site.database.query<{ n: number }>('SELECT count(*)::int AS n FROM deals');
  await expect.poll(async () => (await copied())[0]?.n, { timeout: 60_000 }).toBe(80);

  await test.step('a constraint comes in the way of fifty records', async () => {
    await site.database.query(`ALTER TABLE deals ADD CONSTRAINT ${constraint} CHECK (price < 1000)`);
    await desk.database.query(`UPDATE offers SET price = 5000 + id WHERE id <= ${broken}`);
  });
  await test.step('they are one issue, with what to do', async () => {
    await goTo(page, 'Issues');
    const row = page.getByRole('table', { name: 'Issues' }).getByRole('row').filter({ hasText: constraint });
    await expect(row).toHaveCount(1, { timeout: 60_000 });
    await expect(row).toContainText(String(broken), { timeout: 30_000 });
    await axeClean(page);
    await row.getByRole('link').click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText(constraint);
    await expect(page.getByText(`by its constraint ${constraint}`)).toBeVisible();
    await expect(page.getByText('relax the target’s check')).toBeVisible();
    const records = page.getByRole('table', { name: 'Records of the issue' });
    await expect(records.getByRole('row').nth(1)).toContainText('Parked');
    await axeClean(page);
  });
  await test.step('it is assigned, noted and put off', () => triage(page, person.name));
  await test.step('why is the value there', () => askWhy(page, desk));
  await test.step('what both sides held before can be told', () => goBack(page));
  await test.step('mended and tried again, it resolves by itself', async () => {
    await site.database.query(`ALTER TABLE deals DROP CONSTRAINT ${constraint}`);
    await goTo(page, 'Issues');
    await page
      .getByRole('table', { name: 'Issues' })
      .getByRole('link', { name: new RegExp(constraint) })
      .click();
    await page.getByRole('button', { name: `Try ${broken} again` }).click();
    await expect
      .poll(async () => (await site.database.query(`SELECT 1 FROM deals WHERE price > 5000`)).length, {
        timeout: 60_000,
      })
      .toBe(broken);
    const history = page.getByRole('list', { name: 'History' });
    await expect(history).toContainText('every record of it is in line again', { timeout: 30_000 });
    await expect(page.getByText('Resolved', { exact: true })).toBeVisible();
  });
  await test.step('delete the flow', () => deleteFlow(page, name, Object.values(sides)));
});

async function draw(page: Page, name: string, { desk, site }: Sides): Promise<void> {
  await goTo(page, 'Flows');
  await page.getByRole('link', { name: 'New flow' }).first().click();
  await chooseStream(page.getByRole('group', { name: 'Left side' }), page, desk.connection, 'public.offers');
  await chooseStream(page.getByRole('group', { name: 'Right side' }), page, site.connection, 'public.deals');
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('button', { name: 'Create flow' }).click();
  await deploy(page, 'Desk and site share their offers');
  await expect(flowState(page)).toHaveText(/^Live/, { timeout: 60_000 });
}

async function triage(page: Page, me: string): Promise<void> {
  const history = page.getByRole('list', { name: 'History' });
  await page.getByRole('button', { name: 'Assign' }).click();
  await page.getByRole('menuitem', { name: `${me} (you)` }).click();
  await expect(history).toContainText(`assigned it to ${me}`);
  const note = page.getByRole('textbox', { name: 'Note' });
  await note.fill('Prices of the autumn list');
  // What did not arrive is not lost.
  await page.route(/issue\.note/, (route) => route.abort(), { times: 1 });
  await page.getByRole('button', { name: 'Add note' }).click();
  await expect(page.getByText('Syncline does not answer.')).toBeVisible();
  await expect(note).toHaveValue('Prices of the autumn list');
  await page.getByRole('button', { name: 'Add note' }).click();
  await expect(history).toContainText('Prices of the autumn list');
  await expect(note).toHaveValue('');
  await page.getByRole('button', { name: 'Snooze' }).click();
  await page.getByRole('menuitem', { name: 'For an hour' }).click();
  await expect(page.getByText('Snoozed', { exact: true })).toBeVisible();
}

async function askWhy(page: Page, desk: Side): Promise<void> {
  await page.getByRole('table', { name: 'Records of the issue' }).getByRole('link').first().click();
  const question = page.getByRole('button', { name: 'Why is this value in price?' }).first();
  await question.focus();
  await page.keyboard.press('Enter');
  const panel = page.getByRole('dialog', { name: 'Why is this value in price?' });
  const steps = panel.getByRole('list', { name: 'Where it comes from' });
  await expect(steps).toContainText(`It was written to price on ${desk.connection}.`, { timeout: 30_000 });
  await expect(steps).toContainText('transaction');
  await expect(page).toHaveURL(/why=left\.price/);
  await axeClean(page);
  await page.keyboard.press('Escape');
}

async function goBack(page: Page): Promise<void> {
  await page.getByRole('radio', { name: 'Both sides' }).click();
  await expect(page.getByRole('list', { name: 'Both sides, oldest first' })).toContainText('Updated price');
  const slider = page.getByRole('slider', { name: 'Moment, by the record’s changes' });
  await slider.focus();
  await page.keyboard.press('Home');
  const then = page.getByRole('table', { name: 'Both sides then' });
  await expect(then).toBeVisible();
  await expect(page).toHaveURL(/at=/);
  await axeClean(page);
  await page.getByRole('button', { name: 'Now', exact: true }).click();
  await expect(then).toBeHidden();
}
