'use client';

import { useSyncExternalStore } from 'react';

/** Where the layouts turn: below it there is one column, as Tailwind's `lg` and `md` say in the styles. */
const breakpoints = { lg: '64rem', md: '48rem' } as const;

/** Is the window narrower than this? False while the server draws. */
export function useNarrow(below: keyof typeof breakpoints): boolean {
  const query = `(width < ${breakpoints[below]})`;
  return useSyncExternalStore(
    (changed) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', changed);
      return () => list.removeEventListener('change', changed);
    },
    () => window.matchMedia(query).matches,
    () => false,
  );
}
