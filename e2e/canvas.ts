import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { goTo } from './people.ts';

/** A step on the canvas by its kind and title, e.g. `Mapping Map fields`. */
export const step = (page: Page, name: string | RegExp): Locator => page.getByRole('group', { name });

/** Selects a step. Where the view was still moving, so that the click met nothing, it clicks again. */
export async function openStep(page: Page, found: Locator): Promise<void> {
  const title = (await found.getByRole('paragraph').first().textContent()) ?? '';
  await expect(async () => {
    await found.click();
    await expect(inspector(page).getByRole('heading', { level: 2, name: title })).toBeVisible({
      timeout: 2_000,
    });
  }).toPass();
}

/** Clicks where nothing is, so that nothing is selected. */
export async function clickAway(page: Page): Promise<void> {
  await page.locator('.react-flow__pane').click({ position: { x: 40, y: 60 } });
}

export const edges = (page: Page): Locator => page.locator('.react-flow__edge');

export const inspector = (page: Page): Locator => page.getByRole('complementary', { name: 'Inspector' });

/** The line about the flow in its header. */
export const flowState = (page: Page): Locator => page.getByRole('status', { name: 'State of the flow' });

/** Begins a flow with nothing in it, from any page. */
export async function newBlankFlow(page: Page, name: string): Promise<void> {
  await goTo(page, 'Flows');
  await page.getByRole('link', { name: 'New flow' }).first().click();
  await page.getByRole('radio', { name: 'Blank canvas' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('button', { name: 'Create flow' }).click();
  await expect(page.getByRole('heading', { name: 'An empty canvas' })).toBeVisible();
}

/** Drags a step of this kind from the palette to a place on the canvas, in pixels from its corner. */
export async function dragStep(page: Page, kind: string, x: number, y: number): Promise<void> {
  await page.getByRole('button', { name: 'Add step' }).click();
  const item = page.getByRole('menuitem', { name: new RegExp(`^${kind}`) });
  await item.dragTo(page.locator('.react-flow__pane'), { targetPosition: { x, y } });
  await expect(item).toBeHidden();
}

/** Draws an edge with the mouse, from the right handle of one step to the left handle of another. */
export async function drawEdge(page: Page, from: Locator, to: Locator): Promise<void> {
  const before = await edges(page).count();
  await from.getByRole('button', { name: /^Connect from/ }).hover();
  await page.mouse.down();
  await to.getByRole('button', { name: /^Connect to/ }).hover();
  await page.mouse.up();
  await expect(edges(page)).toHaveCount(before + 1);
}

/** The list of a selected mapping. */
export const fieldsGrid = (page: Page): Locator => page.getByRole('grid', { name: 'Fields' });

/** Pairs of the selected mapping, of those in view. */
export const pairRows = (page: Page): Locator => fieldsGrid(page).getByRole('row', { name: /^Pair: / });

/** A field of the left side that has no pair yet. */
export const leftField = (page: Page, name: string): Locator =>
  page.getByRole('button', { name: new RegExp(`^Pair (required )?left field ${name}\\b`) });

/** A field of the right side that has no pair yet. */
export const rightField = (page: Page, name: string): Locator =>
  page.getByRole('button', { name: new RegExp(`right field ${name}\\b`, 'i') });

/** Pairs two fields of the selected mapping by dragging the left one onto the right one. */
export async function dragPair(page: Page, left: string, right: string): Promise<void> {
  const target = rightField(page, right);
  await leftField(page, left).hover();
  await page.mouse.down();
  await target.hover();
  // Once the drag has begun the right fields say what they would make of it.
  await expect(target).toHaveAccessibleName(new RegExp(`^Pair ${left} with`));
  await expect(async () => {
    await target.hover();
    await expect(target).toHaveAttribute('data-over', 'true', { timeout: 250 });
  }).toPass();
  await page.mouse.up();
}

/** Says which stream the selected endpoint stands for. */
export async function chooseStream(
  scope: Page | Locator,
  page: Page,
  connection: string,
  stream: string,
): Promise<void> {
  await scope.getByRole('combobox', { name: 'Connection' }).click();
  await page.getByRole('option', { name: connection }).click();
  await scope.getByRole('combobox', { name: 'Stream' }).click();
  await page.getByRole('option', { name: stream }).click();
}

/** Deploys the draft with a message and waits for the version. */
export async function deploy(page: Page, message: string): Promise<void> {
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Deploy v1' }).click();
  const dialog = page.getByRole('dialog', { name: 'Deploy version 1' });
  await dialog.getByRole('textbox', { name: 'Message' }).fill(message);
  await dialog.getByRole('button', { name: 'Deploy', exact: true }).click();
  await expect(dialog).toBeHidden();
}
