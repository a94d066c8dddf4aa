'use client';

import { Label as Radix } from 'radix-ui';
import type { ComponentProps } from 'react';
import { classNames } from '#lib/class-names.ts';

/** The name of a control. */
export function Label({ className, ...rest }: ComponentProps<typeof Radix.Root>) {
  return <Radix.Root className={classNames('text-sm font-medium text-ink-2', className)} {...rest} />;
}
