'use client';

import { ChevronDown, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { classNames } from '#lib/class-names.ts';
import { Popover } from './popover.tsx';

/** A filter of a list: quiet while off, `label value` while on, its choices in a popover. */
export function FilterChip({
  label,
  value,
  onClear,
  className,
  children,
}: {
  label: string;
  /** What is chosen, in words; null while the filter is off. */
  value: string | null;
  onClear: () => void;
  /** Of the popover. */
  className?: string;
  children: ReactNode | ((close: () => void) => ReactNode);
}) {
  const [open, setOpen] = useState(false);
  return (
    <span
      className={classNames(
        'inline-flex h-7 max-w-72 shrink-0 items-center rounded-md border bg-surface',
        value === null ? 'border-dashed border-line' : 'border-line',
      )}
    >
      <Popover
        label={label}
        open={open}
        onOpenChange={setOpen}
        className={className ?? 'w-60 p-1'}
        trigger={
          <button
            type="button"
            className="flex h-full min-w-0 items-center gap-1.5 rounded-md px-2 text-sm hover:bg-surface-2"
          >
            <span className="text-ink-2">{label}</span>
            {value === null ? (
              <ChevronDown aria-hidden className="size-3.5 text-ink-3" />
            ) : (
              <span className="truncate font-medium text-ink">{value}</span>
            )}
          </button>
        }
      >
        {typeof children === 'function' ? children(() => setOpen(false)) : children}
      </Popover>
      {value === null ? null : (
        <button
          type="button"
          aria-label={`Clear ${label.toLowerCase()}`}
          onClick={onClear}
          className="flex h-full items-center rounded-r-md pr-1.5 pl-0.5 text-ink-3 hover:text-ink"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      )}
    </span>
  );
}
