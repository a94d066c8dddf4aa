import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import type { JourneyDatabase } from './journey.ts';
import { goTo } from './people.ts';

/** Adds a connection by pasting its URL, tests it, and sees that nothing is in the way of a sync. */
export async function addConnection(page: Page, name: string, database: JourneyDatabase): Promise<void> {
  await goTo(page, 'Connections');
  await page.getByRole('link', { name: 'Add connection' }).click();
  await page.getByRole('textbox', { name: 'Paste a URL' }).fill(database.url);
  await expect(page.getByRole('textbox', { name: 'Database' })).toHaveValue(
    new URL(database.url).pathname.slice(1),
  );
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await expect(page.getByText(/PostgreSQL.*answers in \d+ ms/)).toBeVisible();
  await page.getByRole('button', { name: 'Add connection' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(page.getByText('Everything that a sync needs is in place.')).toBeVisible();
}

/** Deletes a connection that no flow uses any more. */
export async function deleteConnection(page: Page, name: string): Promise<void> {
  await goTo(page, 'Connections');
  await page.getByRole('link', { name: `Open ${name}` }).click();
  await page.getByRole('tab', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill(name);
  await dialog.getByRole('button', { name: 'Delete connection' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Connections' })).toBeVisible();
  await expect(page.getByRole('link', { name: `Open ${name}` })).toHaveCount(0);
}
