'use client';

import { useState } from 'react';
import type { ShownRow } from '#core/masking/shown-value.ts';
import { Button } from '#ui/button.tsx';
import { type ChangedValue, changedValues } from './changed-values.ts';
import { ValueText } from './value-text.tsx';

function DiffRow({ value, whole }: { value: ChangedValue; whole: boolean }) {
  return (
    <tr className="border-t border-line align-top">
      <th
        scope="row"
        title={value.field}
        className="w-[34%] truncate py-1 pr-2 pl-3 text-sm/5 font-normal text-ink-2"
      >
        {value.field}
      </th>
      <td className="py-1 pr-3 text-base">
        {value.changed ? (
          <span className="flex flex-wrap items-baseline gap-x-2">
            {value.before === undefined || whole ? null : (
              <ValueText value={value.before} struck className="text-ink-3" />
            )}
            <ValueText
              value={value.after === undefined ? value.before : value.after}
              struck={value.after === undefined}
            />
          </span>
        ) : (
          <ValueText value={value.after} className="text-ink-3" />
        )}
      </td>
    </tr>
  );
}

/** One side's values before and after a change. */
export function ChangeDiff({
  title,
  before,
  after,
  unknown,
  order = [],
}: {
  title: React.ReactNode;
  before: ShownRow | null;
  after: ShownRow | null;
  /** What to say when neither is known. */
  unknown: string;
  /** Fields in the order to show them; others follow. */
  order?: readonly string[];
}) {
  const [all, setAll] = useState(false);
  const values = changedValues(before, after, order);
  const changed = values.filter((value) => value.changed);
  const shown = all || changed.length === 0 ? values : changed;
  const rest = values.length - changed.length;
  return (
    <div className="min-w-0 flex-1 self-start overflow-hidden rounded-md border border-line">
      <div className="flex h-7 items-center gap-2 bg-surface-2 px-3 text-sm text-ink-2">
        <span className="min-w-0 flex-1 truncate">{title}</span>
        {changed.length > 0 && rest > 0 ? (
          <Button variant="ghost" size="sm" className="-mr-2" onClick={() => setAll(!all)}>
            {all ? 'Changed only' : `${rest} unchanged`}
          </Button>
        ) : null}
      </div>
      {values.length === 0 ? (
        <p className="border-t border-line px-3 py-1.5 text-sm text-ink-3">{unknown}</p>
      ) : (
        <table className="w-full table-fixed border-collapse text-left">
          <tbody>
            {shown.map((value) => (
              <DiffRow key={value.field} value={value} whole={before === null} />
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
