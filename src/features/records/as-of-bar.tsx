'use client';

import { History } from 'lucide-react';
import { Button } from '#ui/button.tsx';
import { Input } from '#ui/input.tsx';
import { timeZoneName } from '#ui/time-zone-name.ts';

/** A moment as `datetime-local` wants it, in local time, to the millisecond. */
function localText(at: number): string {
  const date = new Date(at / 1000);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 23);
}

/**
 * Goes to any moment of a record: by its changes with a slider, or by a time.
 *
 * @param at microseconds since 1970; null: now
 * @param moments when something changed, microseconds since 1970, oldest first
 */
export function AsOfBar({
  at,
  moments,
  onChange,
}: {
  at: number | null;
  moments: readonly number[];
  onChange: (at: number | null) => void;
}) {
  const last = moments.length;
  const place = at === null ? last + 1 : moments.filter((moment) => moment <= at).length;
  const go = (index: number) => {
    if (index > last) onChange(null);
    else onChange(index === 0 ? (moments[0] ?? 0) - 1_000_000 : (moments[index - 1] ?? 0));
  };
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-lg border border-line bg-surface px-4 py-2">
      <History aria-hidden className="size-4 text-ink-2" />
      <span className="font-medium">As of</span>
      <input
        type="range"
        aria-label="Moment, by the record’s changes"
        aria-valuetext={
          at === null ? 'now' : `${new Date(at / 1000).toLocaleString('en-GB')}, change ${place} of ${last}`
        }
        min={0}
        max={last + 1}
        value={place}
        onChange={(event) => go(Number(event.target.value))}
        className="h-4 min-w-40 flex-1 accent-accent"
      />
      <div className="w-64 max-sm:w-full">
        <Input
          type="datetime-local"
          step="0.001"
          aria-label={`Moment (${timeZoneName()})`}
          title={`In ${timeZoneName()}`}
          suppressHydrationWarning
          value={at === null ? '' : localText(at)}
          onChange={(event) => {
            const date = event.target.value ? new Date(event.target.value) : null;
            // What happened within the millisecond counts.
            onChange(date && !Number.isNaN(date.getTime()) ? date.getTime() * 1000 + 999 : null);
          }}
        />
      </div>
      <Button disabled={at === null} onClick={() => onChange(null)}>
        Now
      </Button>
    </div>
  );
}
