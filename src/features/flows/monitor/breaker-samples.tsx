'use client';

import { isSameShown, type ShownValue, shownText } from '#core/masking/shown-value.ts';
import { changeWords } from '#features/records/record-table.tsx';
import { recordTitle } from '#features/records/record-title.ts';
import type { Trip } from './trip-words.ts';

type Sample = Trip['preview']['samples'][number];

/** Records that a stopped lane would have deleted or overwritten, with the values that they had. */
export function BreakerSamples({ samples, stream }: { samples: readonly Sample[]; stream: string }) {
  return (
    <section
      aria-label={`Records of ${stream} that wait`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="mt-3 max-h-72 overflow-auto rounded-md border border-line bg-surface"
    >
      <table className="w-full table-fixed text-sm">
        <thead className="sticky top-0 bg-surface shadow-[inset_0_-1px_0_var(--line)]">
          <tr className="h-7 text-left text-xs text-ink-3">
            <th scope="col" className="w-[34%] px-3 font-normal">
              Record
            </th>
            <th scope="col" className="w-[18%] px-3 font-normal">
              What
            </th>
            <th scope="col" className="px-3 font-normal">
              Values
            </th>
          </tr>
        </thead>
        <tbody>
          {samples.map((sample) => (
            <SampleRow
              key={`${sample.position} ${JSON.stringify(sample.key)} ${sample.op}`}
              sample={sample}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function SampleRow({ sample }: { sample: Sample }) {
  const key = Object.values(sample.key)
    .map((value) => shownText(value, 'null'))
    .join(' / ');
  const title = recordTitle(sample.before, sample.after);
  const changed = changedFields(sample);
  const values = valuesText(sample, changed);
  const what = changeWords({ op: sample.op, changed, cause: 'live' });
  return (
    <tr className="h-8 border-b border-line last:border-b-0">
      <th scope="row" className="truncate px-3 text-left font-normal" title={title ? `${title} ${key}` : key}>
        {title ? <span className="mr-2 text-base text-ink">{title}</span> : null}
        <code className={title ? 'text-ink-3' : ''}>{key}</code>
      </th>
      <td className="truncate px-3 text-base text-ink-2" title={what}>
        {what}
      </td>
      <td className="truncate px-3 font-mono" title={values}>
        {values}
      </td>
    </tr>
  );
}

/** Names of the fields whose values an update changes. */
function changedFields({ before, after }: Sample): string[] {
  if (!before || !after) return [];
  return Object.keys(after).filter((name) => !isSameShown(before[name], after[name]));
}

/** The values of the fields that change, old and new; of a record that goes, those that it had. */
function valuesText({ key, before, after }: Sample, changed: readonly string[]): string {
  const said = (value: ShownValue | undefined) => shownText(value, 'null');
  if (changed.length > 0) {
    return changed.map((name) => `${name}: ${said(before?.[name])} → ${said(after?.[name])}`).join(', ');
  }
  return Object.entries(before ?? after ?? {})
    .filter(([name]) => !(name in key))
    .map(([name, value]) => `${name}: ${said(value)}`)
    .join(', ');
}
