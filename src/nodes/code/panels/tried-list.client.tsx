'use client';

import type { CodeField } from '#core/code/code-field.ts';
import type { TriedRecord } from '#core/code/tried-record.ts';
import { classNames } from '#lib/class-names.ts';
import { StatusDot } from '#ui/status-dot.tsx';
import { resultWords, spanText } from './result-words.ts';
import type { TriedInput } from './tried-inputs.ts';

const froms = { ledger: 'Ledger', pinned: 'Pinned', case: 'Case', sample: 'Stream' } as const;

/** The records that code is tried on, with what it came to for each. */
export function TriedList({
  inputs,
  results,
  fields,
  selected,
  onSelect,
}: {
  inputs: readonly TriedInput[];
  /** Null before it ran. */
  results: ReadonlyMap<string, TriedRecord> | null;
  fields: readonly CodeField[];
  selected: string | null;
  onSelect: (id: string) => void;
}) {
  if (inputs.length === 0) return null;
  return (
    <ul aria-label="Records to try" className="max-h-56 shrink-0 overflow-y-auto border-b border-line">
      {inputs.map((input) => {
        const tried = results?.get(input.id);
        const words = tried && resultWords(tried, fields);
        return (
          <li key={input.id}>
            <button
              type="button"
              aria-current={input.id === selected}
              onClick={() => onSelect(input.id)}
              className={classNames(
                'flex h-8 w-full items-center gap-3 px-4 text-left hover:bg-surface-2 focus-visible:-outline-offset-2',
                input.id === selected ? 'bg-surface-2' : '',
              )}
            >
              <span className="w-14 shrink-0 text-sm text-ink-3">{froms[input.from]}</span>
              <span className="min-w-0 flex-1 truncate text-ink">{input.title}</span>
              {words ? <StatusDot tone={words.tone}>{words.text}</StatusDot> : null}
              {tried ? (
                <span className="w-16 shrink-0 text-right text-sm text-ink-3 tabular-nums">
                  {spanText(tried.observed.micros)}
                </span>
              ) : null}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
