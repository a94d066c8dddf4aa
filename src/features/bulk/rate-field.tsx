'use client';

import { useId } from 'react';
import { classNames } from '#lib/class-names.ts';
import { Input } from '#ui/input.tsx';
import { Label } from '#ui/label.tsx';

/** Records a second at most; empty for as fast as it goes. */
export function RateField({
  rate,
  onChange,
  className,
}: {
  rate: number | null;
  onChange: (rate: number | null) => void;
  className?: string;
}) {
  const id = useId();
  return (
    <div className={classNames('flex w-72 items-center gap-2', className)}>
      <Label htmlFor={id} className="shrink-0 whitespace-nowrap">
        At most
      </Label>
      <Input
        id={id}
        inputMode="numeric"
        placeholder="no limit"
        value={rate ?? ''}
        onChange={(event) => {
          const digits = event.target.value.replace(/\D/g, '').slice(0, 7);
          const number = Math.min(Number(digits), 1_000_000);
          onChange(number > 0 ? number : null);
        }}
      />
      <span className="shrink-0 text-ink-3">records a second</span>
    </div>
  );
}
