import { signedInState } from './installation.ts';
import { expect, test } from './journey.ts';

test('the link that the terminal prints signs the owner in, once', async ({ page, syncline, browser }) => {
  await page.goto(syncline.entryLink);
  await expect(page).toHaveURL(/\/w\/[^/]+/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.context().storageState({ path: signedInState });

  const stranger = await browser.newContext();
  const again = await stranger.newPage();
  await again.goto(syncline.entryLink);
  await expect(again).not.toHaveURL(/\/w\//);
  await stranger.close();
});
