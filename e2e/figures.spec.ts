import type { Locator, Page } from '@playwright/test';
import { axeClean } from './axe-clean.ts';
import { expect, test } from './journey.ts';

/** The demo's flow, live, with edits being made on both sides; gives its path. */
async function busyFlow(page: Page): Promise<string> {
  await page.goto('/');
  await page.waitForURL(/\/w\/[^/]+/);
  const workspace = /\/w\/[^/]+/.exec(page.url())?.[0] ?? '';
  const row = page.getByRole('table', { name: 'Flows' }).getByRole('row', { name: /CRM and App/ });
  await expect(row.getByText('Live')).toBeVisible({ timeout: 60_000 });
  const started = await page.request.post('/api/trpc/operation.startDemoTraffic', {
    data: { json: { workspace: workspace.slice(3), rate: 20, conflicts: 0, seconds: 45 } },
  });
  expect(started.ok()).toBe(true);
  return (await row.getByRole('link').first().getAttribute('href'))?.replace(/\/build$/, '') ?? '';
}

/** Drags over a part of a chart, from one share of its width to another. */
async function brush(page: Page, chart: Locator, from: number, to: number): Promise<void> {
  const over = chart.locator('.u-over');
  await over.scrollIntoViewIfNeeded();
  const box = await over.boundingBox();
  if (!box) throw new Error('the chart is not there');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * from, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * ((from + to) / 2), y, { steps: 4 });
  await page.mouse.move(box.x + box.width * to, y, { steps: 4 });
  await page.mouse.up();
}

test('figures are told over a time, a brush filters the records, a target burns, and the canvas looks back', async ({
  page,
}) => {
  test.setTimeout(300_000);
  const flow = await busyFlow(page);
  await page.goto(`${flow}/monitor?range=15m`);
  const throughput = page.getByRole('region', { name: 'Throughput' });
  await expect(throughput.getByRole('img', { name: /^Throughput/ })).toBeVisible({ timeout: 40_000 });
  const records = page.getByRole('table', { name: 'Records of the time' });
  await expect(records.getByRole('row').nth(5)).toBeVisible();
  await expect(page.getByRole('region', { name: 'Disagreement time' })).toContainText('99 % within');
  // What scrolls is what stands in the page, never the page with its navigation.
  const beyond = () => page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight);
  await expect.poll(beyond).toBe(0);

  const target = page.getByRole('region', { name: 'Target' });
  await target.getByRole('button', { name: 'Set' }).click();
  const dialog = page.getByRole('dialog', { name: 'Target' });
  await dialog.getByLabel('Share, %').fill('100');
  await expect(dialog.getByRole('button', { name: 'Set target' })).toBeDisabled();
  await dialog.getByLabel('Share, %').fill('99');
  await dialog.getByLabel('Within, seconds').fill('0.001');
  await dialog.getByRole('button', { name: 'Set target' }).click();
  // Nothing agrees again within a millisecond: all of it is late.
  await expect(target).toContainText('The budget is used up');
  await expect(target.getByRole('row', { name: /^30 d/ })).toContainText('×');
  await page.getByRole('link', { name: 'Home', exact: true }).click();
  await expect(page.getByText(/CRM and App missed its target of 99 % within 1 ms/)).toBeVisible();
  await page.goBack();

  await brush(page, throughput, 0.02, 0.2);
  await expect(page.getByText('No record of this flow was changed in this time.')).toBeVisible();
  await expect(page).toHaveURL(/[?&]brushFrom=/);
  await page.reload();
  await expect(page.getByText('No record of this flow was changed in this time.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(records.getByRole('row').nth(5)).toBeVisible();
  await expect(page).not.toHaveURL(/[?&]brushFrom=/);
  await brush(page, throughput, 0.6, 0.99);
  await expect(page.getByText('Committed in the brushed time.')).toBeVisible();
  await expect(records.getByRole('row').nth(1)).toBeVisible();
  await page.getByRole('button', { name: 'Clear brush' }).click();
  await page.getByLabel('Records to').fill('2026-01-02T00:00');
  await page.getByLabel('Records from').fill('2026-01-01T00:00');
  await page.getByLabel('Records to').fill('2026-01-02T00:00');
  await expect(page.getByText('No record of this flow was changed in this time.')).toBeVisible();
  await page.getByRole('button', { name: 'Clear brush' }).click();

  const disagreement = page.getByRole('region', { name: 'Disagreement time' });
  await brush(page, disagreement, 0.02, 0.98);
  await expect(
    page.getByText(/^Committed in the time that is shown, carried .+ to .+ after that\.$/),
  ).toBeVisible();
  await expect(records.getByRole('row').nth(1)).toBeVisible();
  await page.getByRole('link', { name: 'All in Records' }).click();
  await expect(page.getByRole('button', { name: /^Took/ })).toContainText(' to ');
  await expect(page.getByRole('table', { name: 'Records' }).getByRole('row').nth(1)).toBeVisible();
  await page.goBack();
  await page.getByRole('button', { name: 'Clear brush' }).click();
  await expect(page.getByRole('button', { name: 'Clear brush' })).toBeHidden();

  await throughput.getByRole('radio', { name: 'Table' }).click();
  await expect(throughput.getByRole('table').getByRole('row').nth(3)).toBeVisible();
  await axeClean(page);

  await page.goto(`${flow}/build`);
  const moment = page.getByRole('slider', { name: 'Moment shown' });
  await expect(moment).toHaveAttribute('aria-valuetext', 'Now');
  // An installation that is seconds old has no whole minute yet: until there is one, each try goes back
  // to the present and from there to the last minute.
  await expect(async () => {
    await moment.press('End');
    await expect(moment).toHaveAttribute('aria-valuetext', 'Now', { timeout: 3_000 });
    await moment.press('ArrowLeft');
    await expect(moment).toHaveAttribute('aria-valuetext', /^\d\d:\d\d: [\d,]+ changes/, { timeout: 3_000 });
  }).toPass();
  await expect(page).toHaveURL(/[?&]at=/);
  const strip = page.getByRole('region', { name: 'The last day' });
  await expect(strip.getByText(/^As of \d\d:\d\d$/)).toBeVisible();
  await axeClean(page);
  await strip.getByRole('button', { name: 'Back to live' }).click();
  await expect(moment).toHaveAttribute('aria-valuetext', 'Now');
  await expect(page.getByText('Healthy').first()).toBeVisible();
});
