'use client';

import Link from 'next/link';
import { repairWords, verifyFigures } from '#core/ledger/verify-counts.ts';
import type { VerifyReport } from '#core/ledger/verify-report.ts';
import { verifyWords } from '#features/activity/verify-words.ts';
import { FindingDifference } from '#features/findings/finding-difference.tsx';
import { findingKinds } from '#features/findings/finding-words.ts';
import { recordPath } from '#features/records/record-path.ts';
import { keyText, recordTitle } from '#features/records/record-title.ts';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { RelativeTime } from '#ui/relative-time.tsx';
import { StatusDot } from '#ui/status-dot.tsx';

type LaneReport = VerifyReport['lanes'][number];

/** What a verify found, lane by lane. */
export function VerifyFindings({ report }: { report: VerifyReport }) {
  const unexplained = report.lanes.some((lane) => lane.differing + lane.onlyLeft + lane.onlyRight > 0);
  return (
    <div>
      <p className="flex items-center gap-3 border-b border-line px-4 py-2">
        <StatusDot tone={unexplained ? 'fail' : report.agreed ? 'ok' : 'conflict'}>
          {verifyWords(report)}
        </StatusDot>
        <span className="text-sm text-ink-2 tabular-nums">{verifyFigures(report)}</span>
        <span className="text-sm text-ink-3">
          as of <RelativeTime at={report.at / 1000} />
        </span>
      </p>
      {report.repair ? (
        <p className="border-b border-line px-4 py-2 text-sm text-ink-2">{repairWords(report.repair)}.</p>
      ) : null}
      {report.lanes.map((lane) => (
        <LaneFindings key={lane.laneId} lane={lane} />
      ))}
    </div>
  );
}

function LaneFindings({ lane }: { lane: LaneReport }) {
  const figures = [
    `${lane.checked.toLocaleString('en')} compared`,
    lane.differing > 0 ? `${lane.differing.toLocaleString('en')} differ` : '',
    lane.onlyLeft > 0 ? `${lane.onlyLeft.toLocaleString('en')} only left` : '',
    lane.onlyRight > 0 ? `${lane.onlyRight.toLocaleString('en')} only right` : '',
    lane.inFlight > 0 ? `${lane.inFlight.toLocaleString('en')} were on their way` : '',
    lane.pending > 0 ? `${lane.pending.toLocaleString('en')} held or parked` : '',
  ].filter(Boolean);
  return (
    <section className="border-b border-line last:border-b-0">
      <p className="px-4 py-2">
        <span className="font-mono text-sm">{lane.left}</span> and{' '}
        <span className="font-mono text-sm">{lane.right}</span>
        <span className="ml-3 text-sm text-ink-2">{figures.join(', ')}</span>
      </p>
      {lane.way === 'rows' && lane.why ? (
        <p className="px-4 pb-2 text-sm text-ink-3">Read row by row: {lane.why}</p>
      ) : null}
      {lane.samples.length > 0 ? (
        <ul aria-label={`Differences of ${lane.left} and ${lane.right}`} className="pb-2">
          {lane.samples.map((sample) => (
            <Difference key={`${sample.kind} ${sample.recordKey}`} lane={lane} sample={sample} />
          ))}
        </ul>
      ) : null}
    </section>
  );
}

function Difference({ lane, sample }: { lane: LaneReport; sample: LaneReport['samples'][number] }) {
  const { path } = useWorkspace();
  const title = recordTitle(sample.left, sample.right);
  const key = keyText(sample.recordKey);
  return (
    <li className="flex min-h-7 items-center gap-x-4 px-4 text-sm hover:bg-surface-2 max-md:flex-wrap max-md:py-1.5">
      <StatusDot tone="fail" className="w-20 shrink-0">
        {findingKinds[sample.kind]}
      </StatusDot>
      <Link
        href={path(recordPath(lane.laneId, sample.recordKey))}
        title={title ? `${title} ${key}` : key}
        className="w-80 shrink-0 truncate hover:underline max-md:w-auto max-md:max-w-full"
      >
        {title ? <span className="mr-2 text-base">{title}</span> : null}
        <code className={title ? 'text-ink-3' : ''}>{key}</code>
      </Link>
      <span className="min-w-0 truncate max-md:basis-full">
        <FindingDifference finding={sample} streams={lane} />
      </span>
    </li>
  );
}
