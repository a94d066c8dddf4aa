'use client';

import { ChoiceList } from '#ui/choice-list.tsx';
import { FilterChip } from '#ui/filter-chip.tsx';

/** A filter with one choice. */
export function OneOf<T extends string>({
  label,
  value,
  choices,
  onChange,
}: {
  label: string;
  value: T | null;
  choices: readonly { value: T; label: string }[];
  onChange: (value: T | null) => void;
}) {
  const chosen = choices.find((choice) => choice.value === value);
  return (
    <FilterChip label={label} value={value && (chosen?.label ?? value)} onClear={() => onChange(null)}>
      {(close) => (
        <ChoiceList
          label={label}
          choices={choices}
          chosen={value ? [value] : []}
          onToggle={(next) => {
            onChange(next === value ? null : next);
            close();
          }}
        />
      )}
    </FilterChip>
  );
}
