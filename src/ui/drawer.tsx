'use client';

import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { useReturnFocus } from './use-return-focus.ts';

/** A modal panel that comes in from the left: it keeps the focus until Escape, the cross or a press beside it. */
export function Drawer({
  open,
  onOpenChange,
  label,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  label: string;
  children: ReactNode;
}) {
  const giveBack = useReturnFocus(open);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          onCloseAutoFocus={giveBack}
          className="fixed inset-y-0 left-0 z-50 flex w-72 max-w-[calc(100%-56px)] animate-slide-in bg-bg shadow-layer outline-none"
        >
          <Radix.Title className="sr-only">{label}</Radix.Title>
          {children}
          {/* Without a hint: Escape would close that first, not the drawer. */}
          <Radix.Close asChild>
            <button
              type="button"
              aria-label="Close"
              className="absolute top-2.5 left-full ml-2 inline-flex size-7 items-center justify-center rounded-md border border-line bg-surface text-ink-2 hover:bg-surface-2 hover:text-ink"
            >
              <X aria-hidden className="size-4" />
            </button>
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
