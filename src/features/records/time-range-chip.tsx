'use client';

import { ChoiceList } from '#ui/choice-list.tsx';
import { Field } from '#ui/field.tsx';
import { FilterChip } from '#ui/filter-chip.tsx';
import { Input } from '#ui/input.tsx';
import { type RecordParams, rangeNames, ranges } from './record-filters.ts';

const short = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** A Date as `datetime-local` wants it, in local time. */
function localText(date: Date | null): string {
  if (!date) return '';
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

type TimeParams = Pick<RecordParams, 'range' | 'from' | 'to'>;

function inWords(params: TimeParams): string | null {
  if (params.range) return ranges[params.range].label;
  const { from, to } = params;
  if (from && to) return `${short.format(from)} to ${short.format(to)}`;
  if (from) return `since ${short.format(from)}`;
  if (to) return `before ${short.format(to)}`;
  return null;
}

/** When: a range that ends now, or two exact times. */
export function TimeRangeChip({
  params,
  set,
}: {
  params: TimeParams;
  set: (change: Partial<TimeParams>) => void;
}) {
  const change = (part: 'from' | 'to', text: string) => {
    const date = text ? new Date(text) : null;
    set({ range: null, [part]: date && !Number.isNaN(date.getTime()) ? date : null });
  };
  return (
    <FilterChip
      label="When"
      value={inWords(params)}
      onClear={() => set({ range: null, from: null, to: null })}
      className="w-64 p-1"
    >
      <ChoiceList
        label="Time range"
        choices={rangeNames.map((name) => ({ value: name, label: ranges[name].label }))}
        chosen={params.range ? [params.range] : []}
        onToggle={(range) => set({ range: range === params.range ? null : range, from: null, to: null })}
      />
      <div className="mt-1 flex flex-col gap-2 border-t border-line p-2">
        <Field label="From">
          <Input
            type="datetime-local"
            value={localText(params.from)}
            onChange={(event) => change('from', event.target.value)}
          />
        </Field>
        <Field label="Before">
          <Input
            type="datetime-local"
            value={localText(params.to)}
            onChange={(event) => change('to', event.target.value)}
          />
        </Field>
      </div>
    </FilterChip>
  );
}
