'use client';

import { CircleCheck, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { repairWords, verifyFigures } from '#core/ledger/verify-counts.ts';
import { VerifyReport } from '#core/ledger/verify-report.ts';
import { shownText } from '#core/masking/shown-value.ts';
import { Card } from '#ui/card.tsx';
import { recordPath } from '../records/record-path.ts';
import { keyText } from '../records/record-title.ts';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { verifyWords } from './verify-words.ts';

type Lane = VerifyReport['lanes'][number];
type Sample = Lane['samples'][number];

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
    <dl className="grid grid-cols-6">
      {numbers.map(([label, number]) => (
        <div key={label} className="flex flex-col-reverse border-r border-line px-4 py-3 last:border-r-0">
          <dt className="truncate text-sm text-ink-2" title={label}>
            {label}
          </dt>
          <dd className="text-xl font-semibold">{number.toLocaleString('en')}</dd>
        </div>
      ))}
    </dl>
  );
}

function why(sample: Sample, lane: Lane): string {
  if (sample.kind === 'only-left') return `Only in ${lane.left}`;
  if (sample.kind === 'only-right') return `Only in ${lane.right}`;
  const values = sample.fields.map((field, index) => {
    const right = shownText(sample.right?.[sample.rightFields[index] ?? field], 'null');
    return `${field}: ${shownText(sample.left?.[field], 'null')} | ${right}`;
  });
  return `Differs in ${values.join(', ')}`;
}

function Samples({ lane, flowId }: { lane: Lane; flowId: string }) {
  const { path } = useWorkspace();
  const laneId = lane.laneId.startsWith(`${flowId}:`) ? lane.laneId : `${flowId}:${lane.laneId}`;
  return (
    <ul className="border-t border-line">
      {lane.samples.map((sample) => (
        <li key={sample.recordKey} className="border-b border-line last:border-b-0">
          <Link
            href={path(recordPath(laneId, sample.recordKey))}
            className="flex h-8 items-center gap-4 px-4 -outline-offset-2 hover:bg-surface-2"
          >
            <code className="w-72 shrink-0 truncate">{keyText(sample.recordKey)}</code>
            <span className="min-w-0 truncate text-ink-2" title={why(sample, lane)}>
              {why(sample, lane)}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** What a comparison found, lane by lane, with the records that disagree. */
export function VerifyResultView({ result, flowId }: { result: unknown; flowId: string | null }) {
  const parsed = VerifyReport.safeParse(result);
  if (!parsed.success) return null;
  const { agreed, lanes } = parsed.data;
  const words = verifyWords(parsed.data);
  return (
    <>
      <p className="flex items-center gap-2 font-medium">
        {agreed ? (
          <CircleCheck aria-hidden className="size-4 text-ok" />
        ) : (
          <TriangleAlert aria-hidden className="size-4 text-warn" />
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
          {lane.samples.length > 0 && flowId ? <Samples lane={lane} flowId={flowId} /> : null}
        </Card>
      ))}
    </>
  );
}
