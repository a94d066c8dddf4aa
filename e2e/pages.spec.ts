import type { Page } from '@playwright/test';
import { axeClean } from './axe-clean.ts';
import { expect, test } from './journey.ts';
import { keepTicks } from './keep-ticks.ts';
import { fitsAcross } from './narrow.ts';

/** The workspace's path, from where the signed-in owner lands. */
async function workspacePath(page: Page): Promise<string> {
  await page.goto('/');
  await page.waitForURL(/\/w\/[^/]+/);
  return /\/w\/[^/]+/.exec(page.url())?.[0] ?? '';
}

/** The page has its heading, and nothing of it is still being read. */
async function settled(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('status', { name: /^(Loading|Checking)/ })).toHaveCount(0);
}

/** The demo's first sync is over: its flow is live, and the records that its rule holds are there. */
async function demoIsLive(page: Page, workspace: string): Promise<void> {
  await page.goto(workspace);
  const flow = page.getByRole('table', { name: 'Flows' }).getByRole('row', { name: /CRM and App/ });
  await expect(flow.getByText('Live')).toBeVisible({ timeout: 60_000 });
  await expect(flow.getByText(/held/)).toBeVisible();
}

test('every page stands, and axe finds nothing in either theme', async ({ page }) => {
  test.setTimeout(900_000);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  const workspace = await workspacePath(page);
  await demoIsLive(page, workspace);

  await page.goto(`${workspace}/connections`);
  await page.getByRole('link', { name: 'Open crm' }).click();
  await page.waitForURL(/\/connections\/[^/]+$/);
  const connection = new URL(page.url()).pathname;
  await page.goto(`${workspace}/records?status=held`);
  await page
    .getByRole('link', { name: /^held: record/ })
    .first()
    .click();
  await page.waitForURL(/\/records\/.+lane=/);
  const record = page.url();
  const started = await page.request.post('/api/trpc/operation.startVerify', {
    data: { json: { workspace: workspace.slice(3), flowId: /records\/([^/]+)/.exec(record)?.[1] } },
  });
  const operation = (await started.json()).result.data.json.id;
  const flow = `${workspace}/flows/${/records\/([^/]+)/.exec(record)?.[1]}`;

  const pages = [
    workspace,
    `${workspace}/conflicts`,
    `${workspace}/conflicts?state=parked`,
    `${workspace}/records`,
    `${workspace}/records?status=applied,resolved&range=24h`,
    record,
    `${flow}/monitor`,
    `${flow}/match`,
    `${flow}/versions`,
    `${flow}/versions?from=live&to=draft`,
    `${workspace}/flows/new`,
    `${workspace}/activity`,
    `${workspace}/activity?tab=people`,
    `${workspace}/activity/operations/${operation}`,
    `${workspace}/connections`,
    `${workspace}/connections/new`,
    connection,
    `${connection}?tab=check`,
    `${connection}?tab=settings`,
    `${workspace}/alerts`,
    `${workspace}/issues`,
    `${workspace}/library`,
    `${workspace}/members`,
    `${workspace}/members?invite=true`,
    `${workspace}/settings`,
    `${workspace}/flows`,
  ];
  for (const path of pages) {
    await test.step(path, async () => {
      await page.goto(path);
      if (path.includes('invite=true')) await expect(page.getByRole('dialog')).toBeVisible();
      else await settled(page);
      await axeClean(page);
    });
  }
  expect(errors).toEqual([]);
});

test('on a phone the sidebar is a drawer, rows are lists, and nothing is cut off', async ({ page }) => {
  const workspace = await workspacePath(page);
  await demoIsLive(page, workspace);
  await page.setViewportSize({ width: 390, height: 844 });
  const menu = page.getByRole('button', { name: 'Menu' });
  const drawer = page.getByRole('dialog', { name: 'Menu' });

  await page.goto(workspace);
  await expect(page.getByRole('navigation', { name: 'Workspace' })).toBeHidden();
  await menu.click();
  await expect(drawer.getByRole('navigation', { name: 'Workspace' })).toBeVisible();
  await axeClean(page);
  for (let stops = 0; stops < 20; stops += 1) {
    await page.keyboard.press('Tab');
    await expect(drawer.locator(':focus')).toHaveCount(1);
  }
  await page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();
  await expect(menu).toBeFocused();

  for (const name of ['Flows', 'Issues', 'Conflicts', 'Records', 'Activity', 'Alerts']) {
    await test.step(name, async () => {
      await menu.click();
      await drawer.getByRole('link', { name }).click();
      await expect(drawer).toBeHidden();
      await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
      await settled(page);
      await fitsAcross(page);
      await axeClean(page);
    });
  }
  await page.goto(`${workspace}/flows`);
  await page.getByRole('link', { name: 'Open CRM and App' }).click();
  await expect(page.getByRole('group', { name: /^Mapping/ }).first()).toBeVisible();
  await fitsAcross(page);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
});

test('a stranger is asked to sign in, and the page of an invitation that is gone says so', async ({
  browser,
  syncline,
}) => {
  const context = await browser.newContext({
    baseURL: syncline.url,
    storageState: { cookies: [], origins: [] },
  });
  const page = await context.newPage();
  await page.goto('/w/main/records');
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fw%2Fmain/);
  await axeClean(page);
  await page.getByLabel('E-mail').fill('nobody@example.test');
  await page.getByLabel('Password').fill('not a password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'INVALID_EMAIL_OR_PASSWORD' })).toBeVisible();
  await page.goto('/invite/no-such-invitation');
  await expect(page.getByRole('heading', { name: 'This invitation no longer holds' })).toBeVisible();
  await context.close();
});

test('a connection is added from a URL, checked, looked into and deleted', async ({ page, makeDatabase }) => {
  const database = await makeDatabase('pages');
  await database.query('CREATE TABLE orders (id int PRIMARY KEY, total numeric(12,2) NOT NULL)');
  await database.query(`INSERT INTO orders VALUES (1, 19.90), (2, 5)`);
  const workspace = await workspacePath(page);
  await page.goto(`${workspace}/connections/new`);

  const wrong = new URL(database.url);
  wrong.password = 'wrong';
  const url = page.getByLabel('Paste a URL');
  await url.fill('not a url');
  await expect(page.getByText('This is not a PostgreSQL URL.')).toBeVisible();
  await url.fill(wrong.href);
  await expect(page.getByLabel('Database')).toHaveValue(wrong.pathname.slice(1));
  await expect(page.getByLabel('Port')).toHaveValue(wrong.port);
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  const refused = page.getByRole('alert').filter({ hasText: 'AUTH_FAILED' });
  await expect(refused).toContainText('Correct the user and the password');

  await url.fill(database.url);
  await page.getByLabel('Name', { exact: true }).fill('pages-orders');
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Connected' })).toContainText('PostgreSQL');
  await page.getByRole('button', { name: 'Add connection' }).click();

  await expect(page.getByRole('heading', { name: 'Check' })).toBeVisible();
  await expect(page.getByText('wal_level is logical')).toBeVisible();
  await page.getByRole('button', { name: 'Check again' }).click();
  await page.getByRole('tab', { name: 'Streams' }).click();
  const fields = page.getByRole('table', { name: 'Fields of public.orders' });
  await expect(fields.getByRole('row', { name: /total/ })).toContainText('numeric(12,2)');
  await expect(page.getByRole('region', { name: 'Rows of public.orders' })).toContainText('19.90');

  await page.getByRole('tab', { name: 'Settings' }).click();
  await expect(page.getByLabel('Password')).toHaveValue('');
  await page.getByLabel('Name', { exact: true }).fill('pages-renamed');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('pages-renamed');
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: 'Delete connection' })).toBeDisabled();
  await dialog.getByRole('textbox').fill('pages-renamed');
  await dialog.getByRole('button', { name: 'Delete connection' }).click();
  await expect(page).toHaveURL(/\/connections$/);
  await expect(page.getByRole('link', { name: 'Open pages-renamed' })).toHaveCount(0);
});

test('records are filtered by the address, paged, and opened by keyboard', async ({ page }) => {
  const workspace = await workspacePath(page);
  await test.step('what is live is asked for again where a proxy refused it', async () => {
    let asked = 0;
    await page.route(/flow\.onList/, async (route) => {
      asked += 1;
      await (asked === 1 ? route.fulfill({ status: 502 }) : route.continue());
    });
    await demoIsLive(page, workspace);
    await expect.poll(() => asked).toBeGreaterThan(1);
    await page.unroute(/flow\.onList/);
  });
  await page.goto(`${workspace}/records`);
  await settled(page);
  await test.step('a page that is still to come leads nowhere yet', async () => {
    const answer = Promise.withResolvers<void>();
    await page.route(/record\.list/, async (route) => {
      await answer.promise;
      await route.continue();
    });
    const older = page.getByRole('button', { name: 'Older' });
    await older.click();
    await expect(page.getByText('Page 2')).toBeVisible();
    await expect(older).toBeDisabled();
    answer.resolve();
    await page.getByRole('button', { name: 'Newer' }).click();
    await expect(page.getByText('Newest entries')).toBeVisible();
    await page.unrouteAll({ behavior: 'wait' });
  });

  await page.getByRole('button', { name: 'Status', exact: true }).click();
  await page.getByRole('option', { name: 'Held' }).click();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/status=held/);
  const rows = page.getByRole('table', { name: 'Records' }).getByRole('link');
  await expect(rows.first()).toHaveAccessibleName(/^held: record/);
  await rows.first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(rows.nth(1)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Waits for a person' })).toContainText('CONFLICT_HELD');
  await expect(page.getByRole('heading', { name: 'What happened' })).toBeVisible();

  await page.goBack();
  await expect(rows.first()).toBeVisible();
  const search = page.getByRole('searchbox', { name: 'Search records' });
  await search.pressSequentially('no such ');
  await expect(page).toHaveURL(/q=no(\+|%20)such/);
  await search.pressSequentially('value anywhere');
  await expect(search).toHaveValue('no such value anywhere');
  await expect(page.getByRole('heading', { name: 'Nothing matches these filters' })).toBeVisible();
  await page.getByRole('button', { name: 'Clear all filters' }).click();
  await expect(rows.first()).toBeVisible();
  await expect(page).not.toHaveURL(/status=|q=/);
  await test.step('what is ticked stays while a time range moves on', () => keepTicks(page, workspace));
});

test('a held conflict is decided by keyboard, and both sides come to it', async ({ page }) => {
  const workspace = await workspacePath(page);
  await demoIsLive(page, workspace);
  await page.goto(`${workspace}/conflicts`);
  const queue = page.getByRole('list', { name: 'Held records' }).getByRole('button');
  await expect(queue.first()).toBeVisible();
  await queue.first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(queue.nth(1)).toHaveAttribute('aria-current', 'true');
  await page.keyboard.press('Enter');
  const panel = page.getByRole('group', { name: /^Conflict over/ });
  await expect(panel).toBeFocused();
  const journey = await panel.getByRole('link', { name: 'Its journey' }).getAttribute('href');
  const decide = panel.getByRole('button', { name: 'Decide' });
  await expect(decide).toBeDisabled();
  await page.keyboard.press('ArrowRight');
  await expect(panel.getByRole('button', { name: /from app/ }).first()).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await page.keyboard.press('Shift+L');
  await expect(panel.getByRole('button', { name: /from crm:/ }).first()).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await page.keyboard.press('Enter');
  await expect(page.getByText('Decided', { exact: true })).toBeVisible();

  await page.goto(journey ?? '');
  await expect(page.getByText('Nothing waits')).toBeVisible({ timeout: 30_000 });
});

test('somebody joins by invitation, sees what their role may, and is removed', async ({
  page,
  browser,
  syncline,
}) => {
  const workspace = await workspacePath(page);
  await page.goto(`${workspace}/members`);
  await page.getByRole('button', { name: 'Invite' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('E-mail').fill(`vera-${Date.now()}@example.test`);
  await dialog.getByRole('combobox', { name: 'Role' }).click();
  await page.getByRole('option', { name: 'viewer' }).click();
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  const link = (await dialog.locator('pre').textContent()) ?? '';
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('button', { name: 'Invite' })).toBeFocused();

  const theirs = await browser.newContext({
    baseURL: syncline.url,
    storageState: { cookies: [], origins: [] },
  });
  const other = await theirs.newPage();
  await other.goto(new URL(link).pathname);
  await axeClean(other);
  await other.getByLabel('Your name').fill('Vera Lund');
  await other.getByLabel('Password').fill('a long enough password');
  await other.getByRole('button', { name: 'Create account and join' }).click();
  await expect(other).toHaveURL(new RegExp(`${workspace}$`));
  await other.goto(`${workspace}/connections`);
  await settled(other);
  await expect(other.getByRole('link', { name: 'Add connection' })).toHaveCount(0);
  await other.goto(`${workspace}/conflicts`);
  await settled(other);
  await expect(other.getByRole('button', { name: 'Decide' })).toHaveCount(0);

  await page.reload();
  await page.getByRole('button', { name: 'Remove Vera Lund' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove member' }).click();
  await expect(page.getByText('Vera Lund is no longer a member')).toBeVisible();
  await expect(page.getByRole('row', { name: /Vera Lund/ })).toHaveCount(0);
  await other.goto(workspace);
  await expect(other.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
  await theirs.close();
});

test('an API key is shown once and revoked; a password is set and signs in', async ({
  page,
  browser,
  syncline,
}) => {
  const workspace = await workspacePath(page);
  await page.goto(`${workspace}/settings`);
  await page.getByRole('button', { name: 'New key' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('for a test');
  await dialog.getByRole('button', { name: 'Create key' }).click();
  await expect(dialog.locator('pre')).toHaveText(/^sk_\S{20,}$/);
  await dialog.getByRole('button', { name: 'I have copied it' }).click();
  await page.getByRole('button', { name: 'Revoke for a test' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke key' }).click();
  await expect(page.getByText('for a test is revoked')).toBeVisible();
  await expect(page.getByRole('row', { name: /for a test/ })).toHaveCount(0);

  await page.getByLabel('New password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Set password' }).click();
  await expect(page.getByRole('button', { name: 'Change password' })).toBeVisible();
  const fresh = await browser.newContext({
    baseURL: syncline.url,
    storageState: { cookies: [], origins: [] },
  });
  const other = await fresh.newPage();
  await other.goto('/sign-in');
  await other.getByLabel('E-mail').fill(await page.getByLabel('E-mail').inputValue());
  await other.getByLabel('Password').fill('correct horse battery');
  await other.getByRole('button', { name: 'Sign in' }).click();
  await expect(other).toHaveURL(new RegExp(`${workspace}$`));
  await fresh.close();
});

test('the palette goes anywhere, the theme is kept, and the demo makes changes until it is stopped', async ({
  page,
}) => {
  const workspace = await workspacePath(page);
  await demoIsLive(page, workspace);
  await page.getByRole('button', { name: /^Go to or do/ }).click();
  await page.getByPlaceholder('Go to or do…').fill('members');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Members/);
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByPlaceholder('Go to or do…').fill('dark theme');
  await page.keyboard.press('Enter');
  await page.reload();
  await expect(page.locator('html')).toHaveClass(/dark/);

  await page.goto(workspace);
  await page.getByRole('button', { name: 'Make some changes' }).click();
  await expect(page.getByText(/\d+ edits/)).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByRole('link', { name: 'Details' }).click();
  await expect(page.getByText('Stopped')).toBeVisible();
});
