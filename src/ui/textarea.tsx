import type { ComponentProps } from 'react';
import { classNames } from '#lib/class-names.ts';

/** A text field of several lines. */
export function Textarea({
  className,
  mono = false,
  rows = 3,
  ...rest
}: ComponentProps<'textarea'> & { mono?: boolean }) {
  return (
    <textarea
      rows={rows}
      className={classNames(
        'w-full rounded-md border border-line bg-surface px-2 py-1 text-ink transition-colors hover:border-line-strong/60 focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-accent focus-visible:outline-offset-0 disabled:opacity-60 aria-invalid:border-fail',
        mono ? 'font-mono text-sm/5' : 'text-base',
        className,
      )}
      {...rest}
    />
  );
}
