import type { Page } from '@playwright/test';
import { axeClean } from './axe-clean.ts';
import { clickAway, inspector, step } from './canvas.ts';
import { expect } from './journey.ts';

/** Puts a filter, and then a router in its place, into the edge that leads from an endpoint to a mapping. */
export async function insertFilterAndRouter(page: Page, edge: string): Promise<void> {
  await putFilterTogether(page, edge);
  await putRouterInItsPlace(page, edge);
}

/** Puts a step into an edge, by keyboard. */
async function insertStep(page: Page, edge: string, kind: string): Promise<void> {
  await clickAway(page);
  await page.getByRole('group', { name: edge }).focus();
  await page.keyboard.press('Enter');
  await inspector(page).getByRole('button', { name: 'Insert a step' }).press('Enter');
  await page.getByRole('menuitem', { name: new RegExp(`^${kind}`) }).press('Enter');
}

/** A filter's condition is put together of rows, moved by keyboard, and is the same as text. */
async function putFilterTogether(page: Page, edge: string): Promise<void> {
  await insertStep(page, edge, 'Filter');
  const panel = inspector(page);
  await panel.getByRole('button', { name: 'Condition', exact: true }).click();
  await panel.getByRole('combobox', { name: 'Field' }).click();
  await page.getByRole('option', { name: /^email/ }).click();
  await panel.getByRole('combobox', { name: 'Operator' }).click();
  await page.getByRole('option', { name: 'contains', exact: true }).click();
  await panel.getByRole('textbox', { name: 'Value for email' }).fill('x.org');
  await expect(panel.getByText('Of 3 sample records, 1 go through, 2 stay.')).toBeVisible();
  await panel.getByRole('radio', { name: 'Text' }).click();
  const text = panel.getByRole('textbox', { name: 'Condition' });
  await expect(text).toHaveValue('email.contains("x.org")');
  await text.fill('email.contains("x.org") && size(email) > 3');
  await panel.getByRole('radio', { name: 'Rows' }).click();
  await expect(panel.getByText(/^Rows cannot say this part/)).toBeVisible();
  await panel.getByRole('button', { name: /^Move the part written as text/ }).press('ArrowUp');
  await axeClean(page);
  await panel.getByRole('radio', { name: 'Text' }).click();
  await expect(text).toHaveValue('size(email) > 3 && email.contains("x.org")');
  await expect(page.getByRole('button', { name: 'Deploy v1' })).toBeEnabled();
}

/** A router takes the filter's place: its branches are moved by keyboard, and keep the edges that leave by them. */
async function putRouterInItsPlace(page: Page, edge: string): Promise<void> {
  await page
    .locator('.react-flow__node')
    .and(step(page, /^Filter/))
    .click();
  await page.keyboard.press('Delete');
  await insertStep(page, edge, 'Router');
  const panel = inspector(page);
  await panel.getByRole('textbox', { name: 'Name of branch 1' }).fill('With mail');
  await panel.getByRole('button', { name: 'Add branch' }).click();
  await panel.getByRole('button', { name: /^Move With mail, 1 of 2/ }).press('ArrowDown');
  await expect(panel.getByRole('textbox', { name: 'Name of branch 2' })).toHaveValue('With mail');
  await expect(
    page.getByRole('group', { name: /^Edge from Router \(With mail\) to Map fields/ }),
  ).toBeAttached();
}
