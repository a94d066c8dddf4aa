'use client';

import { CircleCheck, TriangleAlert } from 'lucide-react';
import { classNames } from '#lib/class-names.ts';
import type { Outcome, PairPreview } from './preview-pair.ts';

/** What becomes of values of real records: there, and back again. */
export function PreviewTable({ preview }: { preview: Extract<PairPreview, { lines: unknown }> }) {
  const { lines } = preview;
  if (lines.length === 0) return <p className="text-sm text-ink-3">There are no records to try it with.</p>;
  const back = lines.some((line) => line.back !== null);
  const lost = lines.filter(({ changed }) => changed).length;
  const failed = lines.filter(({ to }) => 'misfit' in to).length;
  return (
    <div>
      <table aria-label="Preview" className="w-full table-fixed text-sm">
        <thead>
          <tr className="text-left text-xs text-ink-3">
            <th className="pb-1 font-normal">Value</th>
            <th className="pb-1 font-normal">becomes</th>
            {back ? <th className="pb-1 font-normal">and comes back as</th> : null}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.from ?? '\0'} className="border-t border-line align-top">
              <td className="truncate py-1 pr-2">
                <Shown outcome={{ value: line.from }} />
              </td>
              <td className="truncate py-1 pr-2">
                <Shown outcome={line.to} />
              </td>
              {back ? (
                <td className={classNames('truncate py-1', line.changed ? 'text-warn' : '')}>
                  {line.back ? <Shown outcome={line.back} /> : null}
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
      {back ? <Verdict lost={lost} failed={failed} of={lines.length} /> : null}
    </div>
  );
}

function Verdict({ lost, failed, of }: { lost: number; failed: number; of: number }) {
  if (lost + failed === 0) {
    return (
      <p className="flex items-center gap-1.5 pt-2 text-sm text-ok">
        <CircleCheck aria-hidden className="size-4" />
        {of === 1 ? 'The value comes' : `All ${of} values come`} back as {of === 1 ? 'it was' : 'they were'}.
      </p>
    );
  }
  return (
    <p className="flex items-center gap-1.5 pt-2 text-sm text-warn">
      <TriangleAlert aria-hidden className="size-4" />
      {[
        ...(lost > 0 ? [`${lost} of ${of} come back as another value`] : []),
        ...(failed > 0 ? [`${failed} of ${of} do not fit`] : []),
      ].join('; ')}
      .
    </p>
  );
}

function Shown({ outcome }: { outcome: Outcome }) {
  if ('misfit' in outcome) {
    return (
      <span className="text-fail" title={outcome.misfit}>
        {outcome.misfit}
      </span>
    );
  }
  if (outcome.value === null) return <span className="text-ink-3">null</span>;
  return <span title={outcome.value}>{outcome.value === '' ? '""' : outcome.value}</span>;
}
