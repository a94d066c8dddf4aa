'use client';

import { useState } from 'react';
import { describeDuration } from '#lib/describe-duration.ts';
import { Button } from '#ui/button.tsx';
import { Field } from '#ui/field.tsx';
import { FilterChip } from '#ui/filter-chip.tsx';
import { Input } from '#ui/input.tsx';
import type { RecordParams } from './record-filters.ts';

type Took = Pick<RecordParams, 'tookFrom' | 'tookTo'>;

function inWords({ tookFrom, tookTo }: Took): string | null {
  if (tookFrom !== null && tookTo !== null) {
    return `${describeDuration(tookFrom)} to ${describeDuration(tookTo)}`;
  }
  if (tookFrom !== null) return `${describeDuration(tookFrom)} or longer`;
  return tookTo === null ? null : `less than ${describeDuration(tookTo)}`;
}

const toText = (milliseconds: number | null) =>
  milliseconds === null ? '' : String(+milliseconds.toFixed(1));
const toNumber = (text: string) => {
  const value = Number.parseFloat(text);
  return Number.isFinite(value) && value >= 0 ? value : null;
};

function TookForm({ took, onChange }: { took: Took; onChange: (took: Took) => void }) {
  const [from, setFrom] = useState(toText(took.tookFrom));
  const [to, setTo] = useState(toText(took.tookTo));
  return (
    <form
      className="flex flex-col gap-2 p-2"
      onSubmit={(event) => {
        event.preventDefault();
        // Less than nothing is nothing to look for.
        onChange({ tookFrom: toNumber(from), tookTo: toNumber(to) || null });
      }}
    >
      <Field label="At least, ms">
        <Input type="number" min={0} value={from} onChange={(event) => setFrom(event.target.value)} />
      </Field>
      <Field label="Less than, ms">
        <Input type="number" min={0} value={to} onChange={(event) => setTo(event.target.value)} />
      </Field>
      <Button type="submit" size="sm">
        Show
      </Button>
    </form>
  );
}

/** How long after its commit a change was carried. */
export function TookChip({ took, set }: { took: Took; set: (change: Took) => void }) {
  return (
    <FilterChip
      label="Took"
      className="w-52 p-1"
      value={inWords(took)}
      onClear={() => set({ tookFrom: null, tookTo: null })}
    >
      {(close) => (
        <TookForm
          took={took}
          onChange={(change) => {
            set(change);
            close();
          }}
        />
      )}
    </FilterChip>
  );
}
