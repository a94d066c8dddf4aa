'use client';

import { Command } from 'cmdk';
import { Check, ChevronsUpDown } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { classNames } from '#lib/class-names.ts';
import { controlClasses } from './input.tsx';
import { Popover } from './popover.tsx';

export type ComboboxOption<T extends string = string> = {
  value: T;
  label: string;
  /** Shown at the right, e.g. a type. */
  hint?: ReactNode;
  /** Further words to find it by. */
  keywords?: string[];
  disabled?: boolean;
};

/** Chooses one of many options by typing. */
export function Combobox<T extends string>({
  value,
  onChange,
  options,
  placeholder = 'Choose…',
  searchPlaceholder = 'Search…',
  emptyText = 'Nothing matches.',
  disabled = false,
  mono = false,
  className,
  id,
  label,
  ...aria
}: {
  value: T | null;
  onChange: (value: T) => void;
  options: readonly ComboboxOption<T>[];
  placeholder?: string;
  searchPlaceholder?: string;
  emptyText?: string;
  disabled?: boolean;
  mono?: boolean;
  className?: string;
  id?: string;
  label?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: boolean;
}) {
  const [open, setOpen] = useState(false);
  const chosen = options.find((option) => option.value === value);
  return (
    <Popover
      label={label ?? placeholder}
      open={open}
      onOpenChange={setOpen}
      className="w-(--radix-popover-trigger-width) min-w-64"
      trigger={
        <button
          type="button"
          id={id}
          role="combobox"
          aria-label={label}
          aria-expanded={open}
          aria-haspopup="listbox"
          {...aria}
          disabled={disabled}
          className={classNames(
            controlClasses,
            'flex items-center justify-between gap-2 text-left',
            className,
          )}
        >
          <span
            className={classNames('truncate', chosen ? '' : 'text-ink-3', mono ? 'font-mono text-sm' : '')}
          >
            {chosen?.label ?? placeholder}
          </span>
          <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-ink-3" />
        </button>
      }
    >
      <Command label={label ?? placeholder} loop>
        <Command.Input
          placeholder={searchPlaceholder}
          className="h-8 w-full border-b border-line bg-transparent px-3 text-base outline-none"
        />
        <Command.List className="max-h-72 overflow-y-auto p-1">
          <Command.Empty className="px-2 py-4 text-center text-sm text-ink-3">{emptyText}</Command.Empty>
          {options.map((option) => (
            <Command.Item
              key={option.value}
              value={option.value}
              keywords={[option.label, ...(option.keywords ?? [])]}
              disabled={option.disabled}
              onSelect={() => {
                onChange(option.value);
                setOpen(false);
              }}
              className="flex min-h-7 items-center gap-2 rounded-sm px-2 py-0.5 text-base select-none data-[disabled=true]:opacity-50 data-[selected=true]:bg-surface-2"
            >
              <Check
                aria-hidden
                className={classNames(
                  'size-3.5 shrink-0 text-accent',
                  option.value === value ? '' : 'invisible',
                )}
              />
              <span className={classNames('truncate', mono ? 'font-mono text-sm' : '')}>{option.label}</span>
              {option.hint ? <span className="ml-auto pl-4 text-sm text-ink-3">{option.hint}</span> : null}
            </Command.Item>
          ))}
        </Command.List>
      </Command>
    </Popover>
  );
}
