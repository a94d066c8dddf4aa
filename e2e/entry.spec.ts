import { installations } from './installation.ts';
import { expect, test } from './journey.ts';
import { signedOut } from './people.ts';

test.use({ storageState: signedOut });

test('the link that the terminal prints signs the owner in, once', async ({ browser }) => {
  for (const { entryLink, signedInState } of installations()) {
    const owner = await browser.newContext();
    const page = await owner.newPage();
    await page.goto(entryLink);
    await expect(page).toHaveURL(/\/w\/[^/]+/);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await owner.storageState({ path: signedInState });
    await owner.close();

    const stranger = await browser.newContext();
    const again = await stranger.newPage();
    await again.goto(entryLink);
    await expect(again).not.toHaveURL(/\/w\//);
    await stranger.close();
  }
});
