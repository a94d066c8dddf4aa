'use client';

import type { ShownConflict } from '#core/masking/shown-entry.ts';
import { Segmented } from '#ui/segmented.tsx';
import type { LaneEnds } from '../records/lane-ends.ts';
import { ValueText } from '../records/value-text.tsx';

/** One side deleted the record, the other changed it: it stays or it goes. */
export function DeletedChoice({
  conflict,
  ends,
  choice,
  editable,
  onChoose,
}: {
  conflict: ShownConflict;
  ends: LaneEnds | null;
  choice: 'keep' | 'delete' | null;
  editable: boolean;
  onChoose: (choice: 'keep' | 'delete') => void;
}) {
  const gone = conflict.left === null ? 'left' : 'right';
  const there = gone === 'left' ? 'right' : 'left';
  const name = (side: 'left' | 'right') => ends?.[side].connection ?? `the ${side} side`;
  return (
    <div className="flex flex-col gap-3 px-4 py-3">
      <p>
        Deleted on <b className="font-semibold">{name(gone)}</b>, changed on{' '}
        <b className="font-semibold">{name(there)}</b>, where it reads:
      </p>
      <dl className="grid grid-cols-[160px_1fr] gap-x-3 gap-y-1 rounded-md border border-line px-3 py-2">
        {Object.entries(conflict[there] ?? {}).map(([field, value]) => (
          <div key={field} className="contents">
            <dt className="truncate text-sm text-ink-2">{field}</dt>
            <dd>
              <ValueText value={value} />
            </dd>
          </div>
        ))}
      </dl>
      <Segmented
        label="What becomes of the record"
        className="self-start"
        value={choice}
        disabled={!editable}
        onChange={onChoose}
        options={[
          { value: 'keep', label: `Keep it, and create it on ${name(gone)} again` },
          { value: 'delete', label: `Delete it on ${name(there)} too` },
        ]}
      />
    </div>
  );
}
