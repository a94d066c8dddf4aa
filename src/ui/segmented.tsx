'use client';

import { ToggleGroup } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from '#lib/class-names.ts';

/** A row of a few exclusive choices. */
export function Segmented<T extends string>({
  value,
  onChange,
  options,
  label,
  size = 'md',
  disabled = false,
  className,
}: {
  value: T | null;
  onChange: (value: T) => void;
  options: readonly { value: T; label: string; icon?: ReactNode; tone?: 'left' | 'right' }[];
  label: string;
  size?: 'sm' | 'md';
  disabled?: boolean;
  className?: string;
}) {
  const tones = {
    none: 'data-[state=on]:text-ink',
    left: 'data-[state=on]:text-side-left',
    right: 'data-[state=on]:text-side-right',
  };
  return (
    <ToggleGroup.Root
      type="single"
      value={value ?? ''}
      disabled={disabled}
      // Pressing the chosen one again would clear it; a choice stays made.
      onValueChange={(next) => next && onChange(next as T)}
      aria-label={label}
      className={classNames('inline-flex rounded-md border border-line bg-surface-2 p-px', className)}
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          className={classNames(
            'inline-flex items-center justify-center gap-1.5 rounded-[5px] border border-transparent px-2 font-medium text-ink-2 transition-colors hover:text-ink disabled:opacity-50 [&_svg]:size-3.5',
            'data-[state=on]:border-line data-[state=on]:bg-surface',
            tones[option.tone ?? 'none'],
            size === 'sm' ? 'h-5 text-sm' : 'h-6 text-base',
          )}
        >
          {option.icon}
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
