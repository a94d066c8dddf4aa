import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

/** axe finds nothing, in either theme. */
export async function axeClean(page: Page): Promise<void> {
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await expect(page.locator('html')).toHaveClass(new RegExp(scheme));
    const violations = await analyzeAtRest(page);
    expect(
      violations.map(({ id, nodes }) => `${scheme} ${id}: ${nodes.map((node) => node.html).join('\n')}`),
    ).toEqual([]);
  }
}

/** A toast that comes or goes is paler for a moment than it is to be read: what was looked at meanwhile is looked at again. */
async function analyzeAtRest(page: Page) {
  for (;;) {
    await page.waitForFunction(() =>
      [...document.querySelectorAll('[data-sonner-toast]')].every(
        (toast) => toast.getAnimations({ subtree: true }).length === 0,
      ),
    );
    const toasts = page.locator('[data-sonner-toast][data-removed="false"]');
    const before = await toasts.allTextContents();
    const { violations } = await new AxeBuilder({ page }).analyze();
    const after = await toasts.allTextContents();
    const isAtRest = before.join('\n') === after.join('\n');
    if (violations.length === 0 || isAtRest) return violations;
  }
}
