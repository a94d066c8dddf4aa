'use client';

import { z } from 'zod';
import { trialCounts, trialDifferences, trialWords } from '#core/trial/trial-counts.ts';
import { type LaneTrial, TrialReport } from '#core/trial/trial-report.ts';
import { isUnderWay, type Operation } from '#features/activity/use-operation.ts';
import { counted } from '#lib/counted.ts';
import { Card } from '#ui/card.tsx';
import { ClockTime } from '#ui/clock-time.tsx';
import { StatusDot } from '#ui/status-dot.tsx';
import { PromoteDraft } from './promote-draft.tsx';
import { TrialSamples } from './trial-samples.tsx';

const Meanwhile = z.object({ report: TrialReport });

const count = (value: number) => value.toLocaleString('en');

function Numbers({ report }: { report: TrialReport }) {
  const { same, values, outcome, untried } = trialCounts(report);
  const numbers = [
    ['Tried', report.tried],
    ['The same', same],
    ['Other values', values],
    ['Another outcome', outcome],
    ['Could not be tried', untried],
  ] as const;
  return (
    <dl className="grid grid-cols-5 overflow-hidden max-md:grid-cols-2">
      {numbers.map(([label, number]) => (
        <div
          key={label}
          className="flex flex-col-reverse border-line border-r px-4 py-3 last:border-r-0 max-md:-mb-px max-md:border-b max-md:even:border-r-0"
        >
          <dt className="truncate text-ink-2 text-sm" title={label}>
            {label}
          </dt>
          <dd className="font-semibold text-xl tabular-nums">{count(number)}</dd>
        </div>
      ))}
    </dl>
  );
}

function ended({ status, code }: { status: string; code: string | null }): string {
  return code ? `${status} (${code})` : status;
}

/** What differs on one lane, and how often. */
function LaneFindings({ lane }: { lane: LaneTrial }) {
  const findings = [
    ...lane.shifts.map(({ from, to, count: n }) => ({ n, text: `${ended(from)} would be ${ended(to)}` })),
    ...lane.fields
      .filter(({ differ }) => differ > 0)
      .map(({ side, name, differ }) => ({
        n: differ,
        text: `would write another value to ${name} on the ${side} side`,
      })),
    ...lane.fields
      .filter(({ unknown }) => unknown > 0)
      .map(({ side, name, unknown }) => ({
        n: unknown,
        text: `were tried without ${name} on the ${side} side, which the ledger does not hold`,
      })),
    ...lane.reasons.map(({ why, count: n }) => ({ n, text: `could not be tried. ${why}` })),
  ];
  const tried = lane.same + lane.values + lane.outcome + lane.untried;
  if (tried === 0) return <p className="px-4 py-3 text-ink-2">It carried no changes in that time.</p>;
  if (findings.length === 0) {
    return (
      <p className="px-4 py-3">
        <StatusDot tone="ok">Every change would go the way it went.</StatusDot>
      </p>
    );
  }
  return (
    <ul>
      {findings.map(({ n, text }) => (
        <li key={text} className="flex h-8 items-center gap-4 border-line border-b px-4 last:border-b-0">
          <span className="w-16 shrink-0 text-right font-medium tabular-nums">{count(n)}</span>
          <span className="min-w-0 truncate" title={text}>
            {text}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What a trial has found so far, and the way to deploy the draft that it tried. */
export function TrialResult({ operation }: { operation: Operation }) {
  const whole = TrialReport.safeParse(operation.result);
  const meanwhile = Meanwhile.safeParse(operation.progress);
  const report = whole.success ? whole.data : meanwhile.success ? meanwhile.data.report : null;
  if (!report) return null;
  const titles = new Map(report.lanes.map(({ laneId, title }) => [laneId, title]));
  return (
    <>
      <div className="flex items-center gap-4">
        <p role="status" className="min-w-0 flex-1 font-medium">
          {trialWords(report)}.{' '}
          <span className="font-normal text-ink-2">
            Committed from <ClockTime at={report.from / 1000} /> to <ClockTime at={report.to / 1000} />.
            Nothing was written.
          </span>
        </p>
        {isUnderWay(operation) ? null : <PromoteDraft operation={operation} report={report} />}
      </div>
      {report.since === null ? null : (
        <p className="text-ink-2">
          The ledger begins at <ClockTime at={report.since / 1000} />: earlier changes were not tried.
        </p>
      )}
      <Card flush>
        <Numbers report={report} />
      </Card>
      {report.missing.map(({ laneId, changes }) => (
        <p key={laneId} className="text-ink-2">
          {counted(changes, 'change')} of lane <code>{laneId}</code> {changes === 1 ? 'was' : 'were'} left
          out: the draft does not have it, or joins other streams there.
        </p>
      ))}
      {report.lanes.map((lane) => (
        <Card key={lane.laneId} flush title={lane.title}>
          <LaneFindings lane={lane} />
        </Card>
      ))}
      {trialDifferences(report) > 0 ? <TrialSamples samples={report.samples} titles={titles} /> : null}
    </>
  );
}
