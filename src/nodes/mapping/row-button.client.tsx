'use client';

import type { ReactNode } from 'react';
import { classNames } from '#lib/class-names.ts';

/**
 * A button with an icon alone in a line of the list. Its label is the browser's own hint: a drawn one for each
 * of some hundred buttons would make scrolling slow.
 */
export function RowButton({
  label,
  pressed,
  disabled,
  tabIndex,
  className,
  onClick,
  children,
}: {
  label: string;
  pressed?: boolean;
  disabled?: boolean;
  tabIndex: number;
  className?: string;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      disabled={disabled}
      tabIndex={tabIndex}
      onClick={onClick}
      className={classNames(
        'inline-flex size-6 shrink-0 items-center justify-center rounded-sm [&_svg]:size-4',
        'disabled:pointer-events-none disabled:opacity-40',
        pressed ? 'bg-accent-bg text-accent' : 'text-ink-2 hover:bg-surface-2 hover:text-ink',
        className,
      )}
    >
      {children}
    </button>
  );
}
