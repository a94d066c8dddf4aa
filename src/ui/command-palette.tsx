'use client';

import { Command } from 'cmdk';
import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { Kbd } from './kbd.tsx';

export type PaletteItem = {
  id: string;
  label: string;
  icon?: ReactNode;
  hint?: string;
  keys?: string[];
  keywords?: string[];
  onSelect: () => void;
};

export type PaletteGroup = { heading: string; items: readonly PaletteItem[] };

/** A searchable list of everything that can be done or opened. Closes before it acts. */
export function CommandPalette({
  open,
  onOpenChange,
  groups,
  placeholder = 'Go to or do…',
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  groups: readonly PaletteGroup[];
  placeholder?: string;
}) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Content className="fixed top-[14vh] left-1/2 z-50 w-[calc(100%-32px)] max-w-xl -translate-x-1/2 animate-appear overflow-hidden rounded-xl border border-line bg-surface shadow-layer outline-none">
          <Dialog.Title className="sr-only">Command palette</Dialog.Title>
          <Dialog.Description className="sr-only">Type to search, Enter to choose.</Dialog.Description>
          <Command label="Command palette" loop>
            <Command.Input
              placeholder={placeholder}
              className="h-11 w-full border-b border-line bg-transparent px-4 text-lg outline-none"
            />
            <Command.List className="max-h-[50vh] overflow-y-auto p-1.5">
              <Command.Empty className="py-8 text-center text-ink-3">Nothing matches.</Command.Empty>
              {groups.map((group) => (
                <Command.Group
                  key={group.heading}
                  heading={group.heading}
                  className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-ink-3"
                >
                  {group.items.map((item) => (
                    <Command.Item
                      key={item.id}
                      value={item.id}
                      keywords={[item.label, group.heading, ...(item.keywords ?? [])]}
                      onSelect={() => {
                        onOpenChange(false);
                        item.onSelect();
                      }}
                      className="flex h-8 items-center gap-2.5 rounded-md px-2 select-none data-[selected=true]:bg-surface-2 [&_svg]:size-4 [&_svg]:text-ink-2"
                    >
                      {item.icon}
                      <span className="truncate">{item.label}</span>
                      <span className="ml-auto flex items-center gap-2 text-sm text-ink-3">
                        {item.hint}
                        {item.keys ? <Kbd keys={item.keys} /> : null}
                      </span>
                    </Command.Item>
                  ))}
                </Command.Group>
              ))}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
