import type { Page } from '@playwright/test';
import { axeClean } from './axe-clean.ts';
import { clickAway, dragPair, leftField, pairRows } from './canvas.ts';
import { insertFilterAndRouter } from './insert-filter-and-router.ts';
import { expect, test } from './journey.ts';

/** The workspace's path, from where the signed-in owner lands. */
async function workspacePath(page: Page): Promise<string> {
  await page.goto('/');
  await page.waitForURL(/\/w\/[^/]+/);
  return /\/w\/[^/]+/.exec(page.url())?.[0] ?? '';
}

/** Makes an empty flow and opens its canvas. */
async function blankFlow(page: Page, name: string): Promise<void> {
  await page.goto(`${await workspacePath(page)}/flows/new`);
  await page.getByRole('radio', { name: 'Blank canvas' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('button', { name: 'Create flow' }).click();
  await expect(page.getByRole('heading', { name: 'An empty canvas' })).toBeVisible();
}

async function addStep(page: Page, kind: string): Promise<void> {
  await page.getByRole('button', { name: 'Add step' }).click();
  await page.getByRole('menuitem', { name: new RegExp(`^${kind}`) }).click();
}

const steps = (page: Page) => page.locator('.react-flow__node');
const edges = (page: Page) => page.locator('.react-flow__edge');
const step = (page: Page, name: string | RegExp) => steps(page).and(page.getByRole('group', { name }));
const saved = (page: Page) => expect(page.getByText('Saved', { exact: true })).toBeVisible();

test('a lane is drawn by hand: steps added, connected by mouse and by keyboard', async ({ page }) => {
  await blankFlow(page, 'Drawn by hand');
  for (const kind of ['Endpoint', 'Mapping']) {
    await addStep(page, kind);
    await clickAway(page);
  }
  await expect(steps(page)).toHaveCount(2);
  await expect(edges(page)).toHaveCount(0);

  await step(page, 'Endpoint Endpoint').getByRole('button', { name: 'Connect from Endpoint' }).hover();
  await page.mouse.down();
  await step(page, 'Mapping Map fields').getByRole('button', { name: 'Connect to Map fields' }).hover();
  await page.mouse.up();
  await expect(edges(page)).toHaveCount(1);

  await addStep(page, 'Conflict rule');
  await clickAway(page);
  await step(page, 'Mapping Map fields').getByRole('button', { name: 'Connect from Map fields' }).focus();
  await page.keyboard.press('Enter');
  await step(page, /^Conflict rule/)
    .getByRole('button', { name: 'Connect to Resolve conflicts' })
    .focus();
  await page.keyboard.press('Enter');
  await expect(edges(page)).toHaveCount(2);

  // A selected step is followed by what is added next, with the edge.
  await step(page, /^Conflict rule/).click();
  await addStep(page, 'Endpoint');
  await expect(edges(page)).toHaveCount(3);
  await saved(page);
  await page.reload();
  await expect(steps(page)).toHaveCount(4);
  await expect(edges(page)).toHaveCount(3);
});

test('everything can be undone and done again, one step per gesture', async ({ page }) => {
  await blankFlow(page, 'Undone');
  await page.getByRole('button', { name: 'Start with two endpoints' }).click();
  await expect(steps(page)).toHaveCount(4);
  await page.keyboard.press('Escape');

  const mapping = step(page, 'Mapping Map fields');
  // Stands still, where the view has settled.
  await mapping.hover();
  const before = await mapping.boundingBox();
  if (!before) throw new Error('The mapping is not drawn.');
  await page.mouse.move(before.x + 120, before.y + 20);
  await page.mouse.down();
  await page.mouse.move(before.x + 160, before.y + 120, { steps: 8 });
  await page.mouse.up();
  const place = async () => Math.round((await mapping.boundingBox())?.y ?? 0);
  await expect.poll(place).toBeGreaterThan(before.y + 60);
  await expect(page.locator('.react-flow__node.dragging')).toHaveCount(0);
  const moved = await place();

  await mapping.click();
  await page.keyboard.press('Delete');
  await expect(steps(page)).toHaveCount(3);
  // The neighbours stay connected.
  await expect(edges(page)).toHaveCount(2);

  await page.keyboard.press('ControlOrMeta+z');
  await expect(steps(page)).toHaveCount(4);
  await expect.poll(place).toBe(moved);
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(place).toBe(Math.round(before.y));
  await page.keyboard.press('ControlOrMeta+z');
  await expect(steps(page)).toHaveCount(0);
  for (let n = 0; n < 3; n += 1) await page.keyboard.press('ControlOrMeta+Shift+z');
  await expect(steps(page)).toHaveCount(3);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(steps(page)).toHaveCount(4);
});

test('steps are copied from one flow into another', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await blankFlow(page, 'Copied from');
  await page.getByRole('button', { name: 'Start with two endpoints' }).click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('ControlOrMeta+c');
  await page.keyboard.press('ControlOrMeta+v');
  await expect(steps(page)).toHaveCount(8);
  await expect(edges(page)).toHaveCount(6);
  await page.keyboard.press('ControlOrMeta+x');
  await expect(steps(page)).toHaveCount(4);

  await blankFlow(page, 'Copied to');
  await page.keyboard.press('ControlOrMeta+v');
  await expect(steps(page)).toHaveCount(4);
  await expect(edges(page)).toHaveCount(3);
  await page.keyboard.press('ControlOrMeta+d');
  await expect(steps(page)).toHaveCount(8);
});

test('a step goes into an edge, and comes next with Tab', async ({ page }) => {
  await blankFlow(page, 'Inserted');
  await addStep(page, 'Endpoint');
  await step(page, 'Endpoint Endpoint').click();
  await page.keyboard.press('Tab');
  await page.getByRole('textbox', { name: 'Search steps' }).fill('map');
  await page.keyboard.press('Enter');
  await expect(edges(page)).toHaveCount(1);
  await page.keyboard.press('Tab');
  await page.getByRole('menuitem', { name: 'Endpoint' }).click();
  await expect(edges(page)).toHaveCount(2);

  await edges(page).nth(1).focus();
  await page.keyboard.press('Enter');
  await page
    .getByRole('complementary', { name: 'Inspector' })
    .getByRole('button', { name: 'Insert a step' })
    .click();
  await page.getByRole('menuitem', { name: 'Conflict rule' }).click();
  await expect(steps(page)).toHaveCount(4);
  await expect(edges(page)).toHaveCount(3);
});

test('the mapping pairs fields, refuses what cannot be cast, and problems lead to their place', async ({
  page,
  makeDatabase,
}) => {
  test.setTimeout(240_000);
  const left = await makeDatabase('editor_left');
  const right = await makeDatabase('editor_right');
  await left.query(
    `CREATE TABLE contacts (id int PRIMARY KEY, email text, born date, photo bytea, blurb text);
    ALTER TABLE contacts REPLICA IDENTITY FULL;
    INSERT INTO contacts (id, email) VALUES (1, 'ann@x.org'), (2, 'bo@y.org'), (3, NULL)`,
  );
  await right.query(
    'CREATE TABLE people (id int PRIMARY KEY, mail text, birthday date, flag boolean, codeword text)',
  );
  const workspace = await workspacePath(page);
  for (const [name, url] of [
    ['editor-left', left.url],
    ['editor-right', right.url],
  ] as const) {
    const answer = await page.request.post('/api/trpc/connection.create', {
      data: { json: { workspace: workspace.slice(3), name, connector: 'postgres', config: { url } } },
    });
    expect(answer.ok()).toBe(true);
  }

  await blankFlow(page, 'Mapped by hand');
  await page.getByRole('button', { name: 'Start with two endpoints' }).click();
  await expect(page.getByRole('button', { name: /^Deploy/ })).toBeDisabled();
  await step(page, 'Endpoint Endpoint').first().click();
  await page.getByRole('combobox', { name: 'Connection' }).click();
  await page.getByRole('option', { name: 'editor-left' }).click();
  await page.getByRole('combobox', { name: 'Stream' }).click();
  await page.getByRole('option', { name: 'public.contacts' }).click();
  await step(page, 'Endpoint Endpoint').click();
  await page.getByRole('combobox', { name: 'Connection' }).click();
  await page.getByRole('option', { name: 'editor-right' }).click();
  await page.getByRole('combobox', { name: 'Stream' }).click();
  await page.getByRole('option', { name: 'public.people' }).click();

  await step(page, 'Mapping Map fields').click();
  // What is sure takes itself; keys wait for a person, who knows whether they find the same record.
  const pairs = pairRows(page);
  await expect(pairs).toHaveCount(1);
  await expect(page.getByRole('row', { name: 'Pair: email and mail' })).toContainText('taken by itself');
  await expect(page.getByRole('row', { name: 'Suggested: id and id' })).toBeVisible();
  await page.getByRole('button', { name: 'Accept 1 suggestion' }).click();
  await expect(pairs).toHaveCount(2);

  // By picking the left, then the right.
  await leftField(page, 'born').click();
  const refused = page.getByRole('button', { name: 'Pair born with right field flag' });
  await expect(refused).toContainText('There is no cast');
  await page.getByRole('button', { name: 'Pair born with right field birthday' }).click();
  await expect(pairs).toHaveCount(3);
  // By dragging.
  await dragPair(page, 'blurb', 'codeword');
  await expect(pairs).toHaveCount(4);

  await page.getByRole('button', { name: 'Direction of born: Both ways' }).click();
  await page.getByRole('menuitem', { name: 'Left to right' }).click();
  await expect(page.getByRole('button', { name: 'Direction of born: Left to right' })).toBeVisible();

  const key = page.getByRole('button', { name: 'Match records by id' });
  await expect(key).toHaveAttribute('aria-pressed', 'true');
  await key.click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: /^Deploy/ })).toBeDisabled();
  await page.getByRole('button', { name: /^Problems/ }).click();
  await page
    .getByRole('list', { name: 'Problems' })
    .getByRole('button', { name: /find the same record/ })
    .click();
  await page.getByRole('button', { name: 'Match by id', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Deploy v1' })).toBeEnabled();
  await saved(page);

  await insertFilterAndRouter(page, 'Edge from editor-left to Map fields');
  await axeClean(page);
});

test('what two people do to one draft is merged, and where both changed the same they choose', async ({
  page,
  browser,
  syncline,
}) => {
  await blankFlow(page, 'Two people');
  await addStep(page, 'Note');
  const note = (of: Page) =>
    of.getByRole('complementary', { name: 'Inspector' }).getByRole('textbox', { name: 'Text' });
  await note(page).fill('One');
  await saved(page);
  const elsewhere = await browser.newContext({ baseURL: syncline.url, storageState: syncline.signedInState });
  const other = await elsewhere.newPage();
  await other.goto(page.url());
  await expect(steps(other)).toHaveCount(1);
  await expect(page.getByText(/^Also open: /)).toBeAttached();

  // What the other one saves is here without a reload.
  await addStep(other, 'Endpoint');
  await saved(other);
  await expect(steps(page)).toHaveCount(2);
  await expect(page.getByText(/changed 1 step/)).toBeVisible();

  // Cut off, both write on.
  await page.context().setOffline(true);
  await note(page).fill('Mine');
  await addStep(page, 'Mapping');
  await step(other, /^Note/).click();
  await note(other).fill('Theirs');
  await note(other).blur();
  await saved(other);
  await page.context().setOffline(false);
  const dialog = page.getByRole('dialog', { name: 'You both changed the same' });
  await expect(dialog).toBeVisible();
  await axeClean(page);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(steps(page)).toHaveCount(3);
  await page.getByRole('button', { name: 'Choose what to keep' }).click();
  await expect(dialog.getByRole('button', { name: 'Merge' })).toBeDisabled();
  await dialog.getByRole('radio', { name: 'Mine' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(dialog.getByRole('radio', { name: /^Theirs/ })).toBeChecked();
  await dialog.getByRole('button', { name: 'Merge' }).press('Enter');
  await saved(page);
  await expect(step(page, /^Note/)).toContainText('Theirs');
  await expect(steps(page)).toHaveCount(3);
  await expect(steps(other)).toHaveCount(3);
  await clickAway(page);
  await page.keyboard.press('ControlOrMeta+z');
  await expect(step(page, /^Note/)).toContainText('Mine');
  await expect(step(other, /^Note/)).toContainText('Mine');
  await elsewhere.close();
});

test('the outline and the canvas name the same steps, and nothing is out of reach', async ({ page }) => {
  await blankFlow(page, 'Outlined');
  await page.getByRole('button', { name: 'Start with two endpoints' }).click();
  await page.getByRole('button', { name: 'Outline' }).click();
  const outline = page.getByRole('list', { name: 'Steps of the flow' });
  await expect(outline.getByRole('button')).toHaveCount(4);
  await outline.getByRole('button', { name: /^Map fields/ }).press('Enter');
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toContainText('No left endpoint');

  await axeClean(page);
});

test('what changed between versions is drawn and listed; a step is restored, a version deployed again', async ({
  page,
  makeDatabase,
}) => {
  const workspace = await workspacePath(page);
  const call = async (procedure: string, input: object) => {
    const data = { json: { workspace: workspace.slice(3), ...input } };
    const answer = await page.request.post(`/api/trpc/${procedure}`, { data });
    expect(answer.ok(), await answer.text()).toBe(true);
    return (await answer.json()).result.data.json;
  };
  for (const side of ['left', 'right']) {
    const database = await makeDatabase(`versions_${side}`);
    await database.query('CREATE TABLE people (id int PRIMARY KEY, email text, name text)');
    const config = { url: database.url };
    await call('connection.create', { name: `versions-${side}`, connector: 'postgres', config });
  }
  const pair = (name: string, more: object = {}) => ({ left: name, right: name, ...more });
  const graph = (fields: object[], rule: object[] = []) => ({
    formatVersion: 1,
    name: 'Versions',
    nodes: [
      { id: 'left', kind: 'endpoint', connection: 'versions-left', stream: 'public.people' },
      { id: 'map', kind: 'mapping', match: [['id', 'id']], fields: [pair('id'), ...fields] },
      ...rule,
      { id: 'right', kind: 'endpoint', connection: 'versions-right', stream: 'public.people' },
    ],
    edges: ['left', 'map', ...rule.map(() => 'rule'), 'right']
      .map((target, at, all) => ({ id: `e${at}`, source: all[at - 1] ?? '', target }))
      .slice(1),
  });
  const deploy = (of: object, message: string) =>
    call('flow.applyGraph', { graph: of, deploy: true, message });
  const { id } = await deploy(graph([pair('email')]), 'First');
  const later = graph(
    [pair('email', { direction: 'forward' }), pair('name')],
    [{ id: 'rule', kind: 'conflict' }],
  );
  await deploy(later, 'Names too');

  await page.goto(`${workspace}/flows/${id}/versions`);
  await page.getByRole('button', { name: 'What changed', exact: true }).click();
  await expect(page).toHaveURL(/from=1&to=2/);
  const changes = page.getByRole('complementary', { name: 'Changes' });
  const mapping = changes.getByRole('group', { name: 'Map fields' });
  await expect(mapping.getByRole('listitem')).toHaveCount(2);
  await expect(mapping.getByRole('listitem').first()).toHaveText(
    /email → email › direction.*as the mapping.*left to right/,
  );
  await expect(page.getByRole('group', { name: 'Resolve conflicts: added' })).toContainText('Added');
  await page.keyboard.press('j');
  await expect(page).toHaveURL(/change=/);
  await expect(changes.locator('[aria-current]')).toHaveCount(1);
  await axeClean(page);

  await page.goto(`${workspace}/flows/${id}/versions?from=1&to=draft`);
  await mapping.getByRole('button', { name: 'Restore step' }).click();
  const restore = page.getByRole('dialog', { name: /^Restore "Map fields" as in version 1/ });
  await expect(restore.getByText(/name → name is no longer mapped/)).toBeVisible();
  await restore.getByRole('button', { name: 'Restore step' }).click();
  await expect(restore).toBeHidden();
  await expect(mapping).toBeHidden();
  await expect(changes.getByRole('group', { name: 'Resolve conflicts' })).toBeVisible();

  await page.getByRole('button', { name: 'All versions' }).click();
  await page.getByRole('button', { name: 'Deploy again' }).click();
  const again = page.getByRole('dialog', { name: 'Deploy version 1 again' });
  await again.getByRole('textbox', { name: 'Message' }).fill('Names were too much');
  await again.getByRole('button', { name: 'Deploy v1 again' }).click();
  await expect(again).toBeHidden();
  const newest = page.getByRole('list', { name: 'Versions' }).getByRole('listitem').first();
  await expect(newest).toContainText('Names were too much');
  await expect(newest).toContainText('Live');
});
