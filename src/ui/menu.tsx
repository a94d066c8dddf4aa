'use client';

import Link from 'next/link';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from '#lib/class-names.ts';

export type MenuItem =
  | {
      kind?: 'item';
      label: string;
      icon?: ReactNode;
      hint?: ReactNode;
      onSelect?: () => void;
      href?: string;
      danger?: boolean;
      disabled?: boolean;
      checked?: boolean;
    }
  | { kind: 'separator' }
  | { kind: 'heading'; label: string };

const itemClasses =
  'flex min-h-7 cursor-default items-center gap-2 rounded-sm px-2 text-base outline-none select-none data-disabled:opacity-50 data-highlighted:bg-surface-2 [&_svg]:size-4';

function Item({ item }: { item: MenuItem }) {
  if (item.kind === 'separator') return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />;
  if (item.kind === 'heading') {
    return <Radix.Label className="px-2 pt-1.5 pb-1 text-xs text-ink-3">{item.label}</Radix.Label>;
  }
  const classes = classNames(itemClasses, item.danger ? 'text-fail' : 'text-ink');
  const inner = (
    <>
      {item.icon ? <span className={item.danger ? '' : 'text-ink-2'}>{item.icon}</span> : null}
      <span className="truncate">{item.label}</span>
      {item.hint ? <span className="ml-auto pl-4 text-sm text-ink-3">{item.hint}</span> : null}
    </>
  );
  if (item.href) {
    return (
      <Radix.Item asChild disabled={item.disabled} onSelect={item.onSelect} className={classes}>
        <Link href={item.href}>{inner}</Link>
      </Radix.Item>
    );
  }
  return (
    <Radix.Item disabled={item.disabled} onSelect={item.onSelect} className={classes}>
      {inner}
    </Radix.Item>
  );
}

/** A menu of actions and links under its trigger. */
export function Menu({
  trigger,
  items,
  align = 'start',
  side = 'bottom',
}: {
  /** One element that takes a ref, e.g. a `Button` or `IconButton`. */
  trigger: ReactNode;
  items: readonly MenuItem[];
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'right' | 'bottom' | 'left';
}) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className="z-50 min-w-48 animate-appear rounded-lg border border-line bg-surface p-1 shadow-layer"
        >
          {items.map((item, index) => (
            <Item
              // biome-ignore lint/suspicious/noArrayIndexKey: separators have no identity of their own
              key={index}
              item={item}
            />
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
