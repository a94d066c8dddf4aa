import type { ComponentProps, ReactNode } from 'react';
import { classNames } from '#lib/class-names.ts';
import { Tooltip } from './tooltip.tsx';

/** A square button with an icon alone: its label is read out and shown on hover. */
export function IconButton({
  label,
  keys,
  size = 'md',
  variant = 'ghost',
  pressed,
  side,
  className,
  children,
  type = 'button',
  ...rest
}: Omit<ComponentProps<'button'>, 'children' | 'aria-label'> & {
  label: string;
  keys?: string[];
  size?: 'sm' | 'md';
  variant?: 'ghost' | 'secondary';
  /** For toggles. */
  pressed?: boolean;
  side?: 'top' | 'right' | 'bottom' | 'left';
  children: ReactNode;
}) {
  return (
    <Tooltip content={label} keys={keys} side={side}>
      <button
        type={type}
        aria-label={label}
        aria-pressed={pressed}
        className={classNames(
          'inline-flex shrink-0 items-center justify-center transition-colors [&_svg]:size-4',
          'disabled:pointer-events-none disabled:opacity-40',
          size === 'sm' ? 'size-6 rounded-sm' : 'size-7 rounded-md',
          variant === 'secondary' ? 'border border-line bg-surface' : '',
          pressed ? 'bg-accent-bg text-accent' : 'text-ink-2 hover:bg-surface-2 hover:text-ink',
          className,
        )}
        {...rest}
      >
        {children}
      </button>
    </Tooltip>
  );
}
