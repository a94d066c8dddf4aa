'use client';

import { useState } from 'react';
import { classNames } from '#lib/class-names.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { Button } from '#ui/button.tsx';
import type { LogParams } from './log-filters.ts';
import { type VerdictGroup, verdictGroups, type Winner } from './verdict-groups.ts';
import { fieldWords } from './verdict-words.ts';

const shortLength = 3;

const tones: Record<Winner, string> = {
  left: 'bg-side-left',
  right: 'bg-side-right',
  merged: 'bg-conflict',
  held: 'bg-line-strong',
};

const words: Record<Winner, string> = {
  left: 'left won',
  right: 'right won',
  merged: 'merged',
  held: 'waiting',
};

function Share({ group, onChoose }: { group: VerdictGroup; onChoose: (winner: Winner | null) => void }) {
  return (
    <tr className="h-7">
      <th scope="row" className="truncate pr-3 font-normal">
        <button
          type="button"
          onClick={() => onChoose(null)}
          className="max-w-full truncate rounded-sm hover:underline"
        >
          <span className="font-medium">{fieldWords(group.field)}</span>{' '}
          <span className="text-ink-3">{group.by === 'person' ? 'by people' : `by ${group.rule}`}</span>
        </button>
      </th>
      <td className="pr-3 max-md:hidden">
        <span aria-hidden className="flex h-2 w-full gap-px overflow-hidden rounded-full bg-surface-2">
          {group.winners.map(({ winner, count }) => (
            <span
              key={winner}
              className={tones[winner]}
              style={{ width: `${(count / group.total) * 100}%` }}
            />
          ))}
        </span>
      </td>
      <td>
        <span className="flex flex-wrap gap-x-4">
          {group.winners.map(({ winner, count }) => (
            <button
              key={winner}
              type="button"
              onClick={() => onChoose(winner)}
              className="inline-flex items-center gap-1.5 rounded-sm text-ink-2 hover:text-ink hover:underline"
            >
              <span aria-hidden className={classNames('size-2 rounded-full', tones[winner])} />
              {words[winner]}{' '}
              <span className="font-medium text-ink">
                {group.winners.length === 1 && count === group.total
                  ? `all ${count.toLocaleString('en')}`
                  : `${count.toLocaleString('en')} of ${group.total.toLocaleString('en')}`}
              </span>
            </button>
          ))}
        </span>
      </td>
    </tr>
  );
}

/** How each field was decided, and how often each side won; a click narrows the log to it. */
export function VerdictBreakdown({
  counts,
  onNarrow,
}: {
  counts: ApiOutput['conflict']['counts'];
  onNarrow: (change: Partial<LogParams>) => void;
}) {
  const [all, setAll] = useState(false);
  const groups = verdictGroups(counts.verdicts);
  if (groups.length === 0) return null;
  const shown = all ? groups : groups.slice(0, shortLength);
  return (
    <section
      aria-label="How conflicts were decided"
      className="flex max-h-56 shrink-0 items-end gap-4 overflow-y-auto border-b border-line px-4 py-2"
    >
      <table className="min-w-0 flex-1 table-fixed border-collapse text-left">
        <colgroup>
          <col className="w-64 max-md:w-1/2" />
          <col className="w-60 max-md:hidden" />
          <col />
        </colgroup>
        <tbody>
          {shown.map((group) => (
            <Share
              key={`${group.field} ${group.rule} ${group.by}`}
              group={group}
              onChoose={(winner) => onNarrow({ field: group.field, rule: group.rule, by: group.by, winner })}
            />
          ))}
        </tbody>
      </table>
      {groups.length > shortLength ? (
        <Button variant="ghost" size="sm" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show all ${groups.length}`}
        </Button>
      ) : null}
    </section>
  );
}
