'use client';

import { CircleCheck, TriangleAlert } from 'lucide-react';
import { repairWords, verifyCounts, verifyFigures } from '#core/ledger/verify-counts.ts';
import { VerifyReport } from '#core/ledger/verify-report.ts';
import { Card } from '#ui/card.tsx';
import { FindingsSection } from '../findings/findings-section.tsx';
import { verifyWords } from './verify-words.ts';

type Lane = VerifyReport['lanes'][number];

function Numbers({ lane }: { lane: Lane }) {
  const numbers = [
    ['Compared', lane.checked],
    ['Differ', lane.differing],
    ['Only on the left', lane.onlyLeft],
    ['Only on the right', lane.onlyRight],
    ['On their way', lane.inFlight],
    ['Held or parked', lane.pending],
  ] as const;
  return (
    <dl className="grid grid-cols-6 overflow-hidden max-md:grid-cols-2">
      {numbers.map(([label, number]) => (
        <div
          key={label}
          className="flex flex-col-reverse border-r border-line px-4 py-3 last:border-r-0 max-md:-mb-px max-md:border-b max-md:even:border-r-0"
        >
          <dt className="truncate text-sm text-ink-2" title={label}>
            {label}
          </dt>
          <dd className="text-xl font-semibold">{number.toLocaleString('en')}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What a comparison found, lane by lane, with the records that disagree. */
export function VerifyResultView({ id, result }: { id: string; result: unknown }) {
  const parsed = VerifyReport.safeParse(result);
  if (!parsed.success) return null;
  const { agreed, lanes } = parsed.data;
  const words = verifyWords(parsed.data);
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2 font-medium">
        {agreed ? (
          <CircleCheck aria-hidden className="size-4 shrink-0 text-ok" />
        ) : (
          <TriangleAlert aria-hidden className="size-4 shrink-0 text-warn" />
        )}
        {words}.<span className="font-normal text-ink-2 tabular-nums">{verifyFigures(parsed.data)}.</span>
      </p>
      {parsed.data.repair ? <p className="text-ink-2">{repairWords(parsed.data.repair)}.</p> : null}
      {lanes.map((lane) => (
        <Card key={lane.laneId} flush title={`${lane.left} and ${lane.right}`}>
          <Numbers lane={lane} />
          {lane.way === 'rows' && lane.why ? (
            <p className="border-t border-line px-4 py-2 text-sm text-ink-3">Read row by row: {lane.why}</p>
          ) : null}
        </Card>
      ))}
      {verifyCounts(parsed.data).differ > 0 ? <FindingsSection verifyId={id} lanes={lanes} /> : null}
    </>
  );
}
