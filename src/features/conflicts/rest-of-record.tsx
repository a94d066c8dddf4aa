'use client';

import type { ShownConflict } from '#core/masking/shown-entry.ts';
import type { LaneEnds } from '../records/lane-ends.ts';
import { ValueText } from '../records/value-text.tsx';

/** The record's other fields on both sides, to know what one decides about. */
export function RestOfRecord({ conflict, ends }: { conflict: ShownConflict; ends: LaneEnds }) {
  const inQuestion = new Set(conflict.fields.map((field) => field.left));
  const pairs = ends.mapping.fields.filter(
    (pair) =>
      !inQuestion.has(pair.left) &&
      (conflict.left?.[pair.left] !== undefined || conflict.right?.[pair.right] !== undefined),
  );
  if (pairs.length === 0) return null;
  return (
    <section aria-label="The rest of the record" className="mt-4">
      <h3 className="border-b border-line px-4 pb-1.5 text-xs text-ink-3">The rest of the record</h3>
      <table className="w-full table-fixed border-collapse text-left">
        <tbody>
          {pairs.map((pair) => (
            <tr key={pair.left} className="border-b border-line align-top">
              <th scope="row" className="w-[19%] truncate px-2 py-1 pl-4 text-sm/5 font-normal text-ink-3">
                {pair.left}
              </th>
              <td className="w-[21%]" />
              <td className="truncate px-2 py-1 text-ink-2">
                <ValueText value={conflict.left?.[pair.left]} />
              </td>
              <td className="truncate px-2 py-1 pr-4 text-ink-2">
                <ValueText value={conflict.right?.[pair.right]} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
