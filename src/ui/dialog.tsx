'use client';

import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from '#lib/class-names.ts';
import { IconButton } from './icon-button.tsx';
import { useReturnFocus } from './use-return-focus.ts';

/** Begins at the first field, else at the first button of the foot, rather than at the cross. */
function focusFirst(event: Event): void {
  const content = event.currentTarget as HTMLElement;
  const first = content.querySelector<HTMLElement>(
    '[data-part=body] :is(input, textarea, select, button):enabled, [data-part=foot] button:enabled',
  );
  if (!first) return;
  event.preventDefault();
  first.focus();
}

/** A modal window. Controlled; `footer` holds its buttons, the main one last. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  footer,
  size = 'md',
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  footer?: ReactNode;
  size?: 'sm' | 'md' | 'lg' | 'xl';
  children?: ReactNode;
}) {
  const giveBack = useReturnFocus(open);
  const widths = { sm: 'max-w-sm', md: 'max-w-lg', lg: 'max-w-3xl', xl: 'max-w-5xl' };
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          onOpenAutoFocus={focusFirst}
          onCloseAutoFocus={giveBack}
          className={classNames(
            'fixed top-[12vh] left-1/2 z-50 flex max-h-[76vh] max-sm:top-4 max-sm:max-h-[calc(100dvh-2rem)] w-[calc(100%-32px)] -translate-x-1/2 animate-appear flex-col rounded-xl border border-line bg-surface shadow-layer outline-none',
            widths[size],
          )}
        >
          <header className="flex items-start gap-3 border-b border-line px-4 py-3">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-lg font-semibold text-ink">{title}</Radix.Title>
              {description ? (
                <Radix.Description className="mt-0.5 text-base text-ink-2">{description}</Radix.Description>
              ) : null}
            </div>
            <Radix.Close asChild>
              <IconButton label="Close" className="-mr-1.5">
                <X aria-hidden />
              </IconButton>
            </Radix.Close>
          </header>
          {children ? (
            <div data-part="body" className="min-h-0 flex-1 overflow-y-auto px-4 py-4">
              {children}
            </div>
          ) : null}
          {footer ? (
            <footer
              data-part="foot"
              className={classNames(
                'flex flex-wrap items-center justify-end gap-2 px-4 py-3',
                children ? 'border-t border-line' : '',
              )}
            >
              {footer}
            </footer>
          ) : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
