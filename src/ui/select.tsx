'use client';

import { Check, ChevronDown } from 'lucide-react';
import { Select as Radix } from 'radix-ui';
import { classNames } from '#lib/class-names.ts';
import { controlClasses } from './input.tsx';

export type SelectOption<T extends string = string> = {
  value: T;
  label: string;
  hint?: string;
  disabled?: boolean;
};

/** Chooses one of a few options. For many, use `Combobox`. */
export function Select<T extends string>({
  value,
  onChange,
  options,
  placeholder = 'Choose…',
  disabled = false,
  className,
  id,
  label,
  ...aria
}: {
  value: T | null;
  onChange: (value: T) => void;
  options: readonly SelectOption<T>[];
  placeholder?: string;
  disabled?: boolean;
  className?: string;
  id?: string;
  /** Accessible name where no `Field` stands around it. */
  label?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: boolean;
}) {
  return (
    <Radix.Root value={value ?? ''} onValueChange={(next) => onChange(next as T)} disabled={disabled}>
      <Radix.Trigger
        id={id}
        aria-label={label}
        {...aria}
        className={classNames(
          controlClasses,
          'flex items-center justify-between gap-2 text-left data-placeholder:text-ink-3',
          className,
        )}
      >
        <span className="truncate">
          <Radix.Value placeholder={placeholder} />
        </span>
        <Radix.Icon asChild>
          <ChevronDown aria-hidden className="size-4 shrink-0 text-ink-3" />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-h-80 min-w-(--radix-select-trigger-width) animate-appear overflow-hidden rounded-lg border border-line bg-surface shadow-layer"
        >
          <Radix.Viewport className="p-1">
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled}
                className="flex min-h-7 cursor-default items-center gap-2 rounded-sm py-0.5 pr-2 pl-7 text-base text-ink outline-none select-none data-disabled:opacity-50 data-highlighted:bg-surface-2 relative"
              >
                <Radix.ItemIndicator className="absolute left-2 flex items-center text-accent">
                  <Check aria-hidden className="size-3.5" />
                </Radix.ItemIndicator>
                <Radix.ItemText>{option.label}</Radix.ItemText>
                {option.hint ? <span className="ml-auto pl-4 text-sm text-ink-3">{option.hint}</span> : null}
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
