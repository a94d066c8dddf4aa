'use client';

import type { ComponentProps } from 'react';
import { classNames } from '#lib/class-names.ts';

/**
 * A column at the right about what was chosen at its left. In a narrow window it lies over the page, as wide as that
 * allows: whoever opens it there closes it again.
 */
export function SidePanel({
  label,
  width,
  className,
  style,
  ...rest
}: Omit<ComponentProps<'aside'>, 'aria-label'> & {
  label: string;
  /** In pixels, where there is room. */
  width: number;
}) {
  return (
    <aside
      aria-label={label}
      style={{ ...style, '--width': `${width}px` } as ComponentProps<'aside'>['style']}
      className={classNames(
        'flex min-h-0 w-(--width) shrink-0 flex-col border-l border-line bg-surface',
        'max-lg:fixed max-lg:inset-y-0 max-lg:right-0 max-lg:z-30 max-lg:max-w-full max-lg:shadow-layer',
        'max-sm:w-full max-sm:border-l-0',
        className,
      )}
      {...rest}
    />
  );
}
