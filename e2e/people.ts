import { randomBytes } from 'node:crypto';
import type { Browser, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import type { Installation } from './installation.ts';

export interface Person {
  name: string;
  email: string;
  password: string;
}

/** Nobody is signed in at the start of a test that uses it. */
export const signedOut = { cookies: [], origins: [] };

/** The owner invites somebody as an editor. @returns the link for them */
async function invite(browser: Browser, syncline: Installation, email: string): Promise<string> {
  const context = await browser.newContext({ baseURL: syncline.url, storageState: syncline.signedInState });
  const page = await context.newPage();
  await page.goto('/');
  await goTo(page, 'Members');
  await page.getByRole('button', { name: 'Invite' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'E-mail' }).fill(email);
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  const link = (await dialog.getByText(/^http\S+\/invite\//).textContent()) ?? '';
  await context.close();
  return link;
}

/** Somebody new is invited, makes an account and joins. Leaves them signed in, at home. */
export async function joinWorkspace(page: Page, syncline: Installation, name: string): Promise<Person> {
  const first = name.split(' ')[0]?.toLowerCase();
  const email = `${first}-${randomBytes(3).toString('hex')}@example.org`;
  const person = { name, email, password: randomBytes(9).toString('base64url') };
  const browser = page.context().browser();
  if (!browser) throw new Error('The page belongs to no browser.');
  await page.goto(await invite(browser, syncline, email));
  await page.getByRole('textbox', { name: 'Your name' }).fill(person.name);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Create account and join' }).click();
  await expect(page).toHaveURL(/\/w\/[^/]+$/);
  return person;
}

/** Signs out by the account menu and in again with e-mail and password. */
export async function signInAgain(page: Page, person: Person): Promise<void> {
  await page.getByRole('button', { name: 'Account menu' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('textbox', { name: 'E-mail' }).fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/w\/[^/]+$/);
}

/** Goes to a page of the workspace by the sidebar. */
export async function goTo(page: Page, label: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Workspace' }).getByRole('link', { name: label }).click();
  await expect(page.getByRole('heading', { level: 1, name: label })).toBeVisible();
}
