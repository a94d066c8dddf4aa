'use client';

import { Switch as Radix } from 'radix-ui';
import { useId } from 'react';

/** On or off, at once. */
export function Switch({
  checked,
  onChange,
  label,
  disabled = false,
}: {
  checked: boolean;
  onChange: (checked: boolean) => void;
  label: string;
  disabled?: boolean;
}) {
  const id = useId();
  return (
    <div className="flex min-h-7 items-center gap-2">
      <Radix.Root
        id={id}
        checked={checked}
        disabled={disabled}
        onCheckedChange={onChange}
        className="h-4 w-7 shrink-0 rounded-full border border-line-strong bg-surface-2 transition-colors disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      >
        <Radix.Thumb className="block size-2.5 translate-x-0.5 rounded-full bg-ink-2 transition-transform data-[state=checked]:translate-x-3.5 data-[state=checked]:bg-on-accent" />
      </Radix.Root>
      <label htmlFor={id} className="text-base text-ink">
        {label}
      </label>
    </div>
  );
}
