'use client';

import { Check, Minus } from 'lucide-react';
import { Checkbox as Radix } from 'radix-ui';
import { type ReactNode, useId } from 'react';

/** A tick box; `children` is its visible label, `label` the spoken one where there is none. */
export function Checkbox({
  checked,
  onChange,
  label,
  disabled = false,
  tabIndex,
  children,
}: {
  checked: boolean | 'indeterminate';
  onChange: (checked: boolean) => void;
  label?: string;
  disabled?: boolean;
  /** -1 where arrow keys lead to what the box stands in. */
  tabIndex?: number;
  children?: ReactNode;
}) {
  const id = useId();
  const box = (
    <Radix.Root
      id={id}
      checked={checked}
      disabled={disabled}
      tabIndex={tabIndex}
      aria-label={children ? undefined : label}
      onCheckedChange={(next) => onChange(next === true)}
      className="flex size-3.5 shrink-0 items-center justify-center rounded-sm border border-line-strong bg-surface text-on-accent disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent"
    >
      <Radix.Indicator>
        {checked === 'indeterminate' ? (
          <Minus aria-hidden className="size-3" strokeWidth={3} />
        ) : (
          <Check aria-hidden className="size-3" strokeWidth={3} />
        )}
      </Radix.Indicator>
    </Radix.Root>
  );
  if (!children) return box;
  return (
    <div className="flex min-h-7 items-center gap-2">
      {box}
      <label htmlFor={id} className="text-base text-ink">
        {children}
      </label>
    </div>
  );
}
