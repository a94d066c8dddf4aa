'use client';

import { Tabs as Radix } from 'radix-ui';
import { type ReactNode, useEffect, useRef } from 'react';

export type Tab<T extends string = string> = {
  value: T;
  label: string;
  count?: number;
  /** Absent where the caller renders the content itself. */
  content?: ReactNode;
};

/** Tabs with their panels. */
export function Tabs<T extends string>({
  value,
  onChange,
  tabs,
  label,
  actions,
}: {
  value: T;
  onChange: (value: T) => void;
  tabs: readonly Tab<T>[];
  label: string;
  /** At the right end of the row. */
  actions?: ReactNode;
}) {
  const list = useRef<HTMLDivElement>(null);
  // They come later than the tabs, and make them wider.
  const counts = tabs.map(({ count }) => count).join();
  // In a narrow window the row scrolls.
  // biome-ignore lint/correctness/useExhaustiveDependencies: which tab is shown is read from the page
  useEffect(() => {
    const row = list.current;
    const shown = row?.querySelector<HTMLElement>('[data-state=active]');
    if (!row || !shown) return;
    const past = shown.offsetLeft + shown.offsetWidth - (row.offsetLeft + row.clientWidth);
    if (past > 0) row.scrollLeft = past;
  }, [value, counts]);
  return (
    <Radix.Root
      value={value}
      onValueChange={(next) => onChange(next as T)}
      className="flex min-h-0 flex-1 flex-col"
    >
      <div className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-4 border-b border-line px-4">
        <Radix.List
          ref={list}
          aria-label={label}
          className="flex h-10 max-w-full gap-4 overflow-x-auto overflow-y-hidden"
        >
          {tabs.map((tab) => (
            <Radix.Trigger
              key={tab.value}
              value={tab.value}
              className="-mb-px flex h-full items-center gap-1.5 rounded-t-sm border-b-2 -outline-offset-2 border-transparent px-0.5 whitespace-nowrap font-medium text-ink-2 hover:text-ink data-[state=active]:border-accent data-[state=active]:text-ink"
            >
              {tab.label}
              {tab.count === undefined ? null : (
                <span className="rounded-full bg-surface-2 px-1.5 text-xs text-ink-2">
                  {tab.count.toLocaleString('en')}
                </span>
              )}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {actions ? (
          <div className="ml-auto flex max-w-full flex-wrap items-center gap-2 max-md:py-1.5">{actions}</div>
        ) : null}
      </div>
      {tabs.map((tab) => (
        <Radix.Content
          key={tab.value}
          value={tab.value}
          className="min-h-0 flex-1 overflow-y-auto outline-none"
        >
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
