'use client';

import { type RefObject, useEffect, useRef } from 'react';

/** A search field to which `/` leads, from wherever nothing is typed. */
export function useSearchKey(): RefObject<HTMLInputElement | null> {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.defaultPrevented || event.metaKey || event.ctrlKey) return;
      const target = event.target instanceof HTMLElement ? event.target : null;
      const typing = target?.closest(
        'input:not([type="checkbox"]), textarea, select, [contenteditable="true"], [role="dialog"]',
      );
      if (!input.current || typing) return;
      event.preventDefault();
      input.current.focus();
      input.current.select();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return input;
}
