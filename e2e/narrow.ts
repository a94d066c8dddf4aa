import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

/** Nothing is cut off at the right: what is too wide scrolls within itself, or ends in an ellipsis. */
export async function fitsAcross(page: Page): Promise<void> {
  const cut = () =>
    page.evaluate(() => {
      const held = (element: Element): boolean => {
        for (let at = element.parentElement; at !== null; at = at.parentElement) {
          const { overflowX } = getComputedStyle(at);
          if (overflowX !== 'visible' && at.getBoundingClientRect().right <= innerWidth + 1) {
            return (
              !['hidden', 'clip'].includes(overflowX) || getComputedStyle(at).textOverflow === 'ellipsis'
            );
          }
        }
        return false;
      };
      return [...document.querySelectorAll('main *')]
        .filter((element) => !element.closest('.react-flow') && !element.closest('.sr-only'))
        .filter((element) => element.getBoundingClientRect().right > innerWidth + 1 && !held(element))
        .map((element) => `${element.tagName} ${element.textContent?.slice(0, 60)}`);
    });
  await expect.poll(cut).toEqual([]);
}
