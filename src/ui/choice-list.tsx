'use client';

import { Command } from 'cmdk';
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '#lib/class-names.ts';

export type Choice<T extends string = string> = { value: T; label: string; content?: ReactNode };

/** A list to choose one or several from, searchable where it is long. For popovers. */
export function ChoiceList<T extends string>({
  label,
  choices,
  chosen,
  onToggle,
  searchable = choices.length > 8,
}: {
  label: string;
  choices: readonly Choice<T>[];
  chosen: readonly T[];
  onToggle: (value: T) => void;
  searchable?: boolean;
}) {
  return (
    <Command label={label} loop>
      {searchable ? (
        <Command.Input
          placeholder="Search…"
          className="-mt-1 mb-1 h-8 w-full border-b border-line bg-transparent px-2 text-base outline-none"
        />
      ) : (
        // Keeps arrow keys and Enter working without a visible field.
        <Command.Input aria-label={label} className="sr-only" autoFocus />
      )}
      <Command.List className="max-h-72 overflow-y-auto" aria-multiselectable>
        <Command.Empty className="px-2 py-3 text-center text-sm text-ink-3">Nothing matches.</Command.Empty>
        {choices.map((choice) => (
          <Command.Item
            key={choice.value}
            value={choice.value}
            keywords={[choice.label]}
            onSelect={() => onToggle(choice.value)}
            className="flex min-h-7 items-center gap-2 rounded-sm px-2 select-none data-[selected=true]:bg-surface-2"
          >
            <Check
              aria-hidden
              className={classNames(
                'size-3.5 shrink-0 text-accent',
                chosen.includes(choice.value) ? '' : 'invisible',
              )}
            />
            <span className="truncate">{choice.content ?? choice.label}</span>
            {chosen.includes(choice.value) ? <span className="sr-only">chosen</span> : null}
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  );
}
