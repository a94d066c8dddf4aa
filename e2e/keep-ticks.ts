import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

/** Records that are ticked stay ticked when the time range that is shown moves on by a minute. */
export async function keepTicks(page: Page, workspace: string): Promise<void> {
  const begins = new Set<string>();
  page.on('request', (request) => {
    for (const [, from] of decodeURIComponent(request.url()).matchAll(/"from":"([^"]+)"/g))
      if (from) begins.add(from);
  });
  await page.clock.install();
  await page.goto(`${workspace}/records?range=24h`);
  await page.getByRole('checkbox', { name: 'Select this page' }).click();
  const selection = page.getByRole('region', { name: 'Selection' });
  await expect(selection).toContainText(/lines? selected/);
  await page.clock.fastForward('01:10');
  await expect.poll(() => begins.size).toBeGreaterThan(1);
  await expect(selection).toContainText(/lines? selected/);
}
