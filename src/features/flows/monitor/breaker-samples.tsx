'use client';

import type { Trip } from './trip-words.ts';

type Row = Record<string, string | null>;

/** Records that a stopped lane would have deleted or overwritten, with the values that they had. */
export function BreakerSamples({ samples }: { samples: Trip['preview']['samples'] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section aria-label="Samples" tabIndex={0} className="mt-3 max-h-72 overflow-auto">
      <table className="w-full text-sm">
        <thead>
          <tr className="text-left text-ink-3">
            <th className="py-1 pr-4 font-medium">Record</th>
            <th className="py-1 pr-4 font-medium">Operation</th>
            <th className="py-1 pr-4 font-medium">Before</th>
            <th className="py-1 font-medium">After</th>
          </tr>
        </thead>
        <tbody>
          {samples.map((sample) => (
            <tr
              key={`${sample.position} ${JSON.stringify(sample.key)} ${sample.op}`}
              className="border-t border-line"
            >
              <td className="py-1 pr-4 font-mono">{Object.values(sample.key).join(', ')}</td>
              <td className="py-1 pr-4">{sample.op}</td>
              <td className="py-1 pr-4 font-mono">{rowText(sample.before)}</td>
              <td className="py-1 font-mono">{rowText(changed(sample.before, sample.after))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Of the row after, what differs from the row before. */
function changed(before: Row | null, after: Row | null): Row | null {
  if (!before || !after) return after;
  return Object.fromEntries(Object.entries(after).filter(([name, value]) => before[name] !== value));
}

function rowText(row: Row | null): string {
  if (!row) return '–';
  return Object.entries(row)
    .map(([name, value]) => `${name}=${value ?? '∅'}`)
    .join(' ');
}
