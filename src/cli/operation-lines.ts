import { z } from 'zod';
import { UndoReport } from '#core/ledger/undo-report.ts';
import { BulkProgress } from '#core/operations/bulk-progress.ts';
import { RecordOutcome } from '#core/operations/record-outcome.ts';
import { trialDifferences } from '#core/trial/trial-counts.ts';
import { TrialReport } from '#core/trial/trial-report.ts';
import { figures } from './format-figures.ts';
import type { Operation } from './watch-operation.ts';

const VerifyProgress = z.object({
  lane: z.string().optional(),
  checked: z.number(),
  estimate: z.number().nullish(),
});
const MatchProgress = z.object({
  step: z.enum(['left', 'right', 'meeting']),
  checked: z.number(),
  estimate: z.number().nullish(),
});
const TrialProgress = z.object({
  checked: z.number(),
  total: z.number().nullable(),
  report: TrialReport,
});
const AuditProgress = z.object({ done: z.number(), total: z.number() });
const ResyncProgress = z.object({
  met: z.number(),
  settled: z.number(),
  held: z.number(),
  parked: z.number(),
  open: z.number(),
});
const TrafficProgress = z.object({
  edits: z.number(),
  inserts: z.number(),
  updates: z.number(),
  deletes: z.number(),
  conflicts: z.number(),
  refused: z.number(),
  rate: z.number(),
  elapsed: z.number(),
});

/** An operation's state and progress as lines, by stable names. */
export function operationLines(operation: Operation): Map<string, string> {
  const lines = new Map([['state', `${operation.kind}: ${operation.state}`]]);
  const progress = progressText(operation.kind, operation.progress);
  if (progress) lines.set('progress', `  ${progress}`);
  return lines;
}

/** How far an operation is, in a line; null when it has not said. */
export function progressText(kind: Operation['kind'], progress: unknown): string | null {
  if (kind === 'verify') {
    const parsed = VerifyProgress.safeParse(progress);
    return parsed.success ? verifyText(parsed.data) : null;
  }
  if (kind === 'resync') {
    const parsed = ResyncProgress.safeParse(progress);
    return parsed.success ? resyncText(parsed.data) : null;
  }
  if (kind === 'match') {
    const parsed = MatchProgress.safeParse(progress);
    return parsed.success ? matchText(parsed.data) : null;
  }
  if (kind === 'trial') {
    const parsed = TrialProgress.safeParse(progress);
    return parsed.success ? trialText(parsed.data) : null;
  }
  if (kind === 'undo-first-sync') {
    const parsed = UndoReport.safeParse(progress);
    return parsed.success ? undoText(parsed.data) : null;
  }
  if (kind === 'audit') {
    const parsed = AuditProgress.safeParse(progress);
    return parsed.success
      ? `${Math.floor((100 * parsed.data.done) / parsed.data.total)} % of the ledger read`
      : null;
  }
  if (kind === 'bulk') {
    const parsed = BulkProgress.safeParse(progress);
    return parsed.success ? bulkText(parsed.data) : null;
  }
  const parsed = TrafficProgress.safeParse(progress);
  return parsed.success ? trafficText(parsed.data) : null;
}

function bulkText({ done, total, rate, secondsLeft, counts, waiting }: BulkProgress): string {
  const of = total === null ? '' : ` of ${figures.count(Math.max(total, done))}`;
  const parts = [
    `${figures.count(done)}${of} records`,
    ...RecordOutcome.options.flatMap((outcome) =>
      counts[outcome] > 0 ? [`${figures.count(counts[outcome])} ${outcome}`] : [],
    ),
    ...(rate > 0 ? [figures.perSecond(rate)] : []),
    ...(secondsLeft === null || done === total ? [] : [`${figures.seconds(secondsLeft)} left`]),
    ...(waiting ? [`waits: ${waiting}`] : []),
  ];
  return parts.join(', ');
}

function verifyText({ lane, checked, estimate }: z.infer<typeof VerifyProgress>): string {
  const of = estimate ? ` of ~${figures.count(Math.max(estimate, checked))}` : '';
  return `${figures.count(checked)}${of} records compared${lane ? `, now ${lane}` : ''}`;
}

function matchText({ step, checked, estimate }: z.infer<typeof MatchProgress>): string {
  if (step === 'meeting') return `${figures.count(checked)} linked records compared`;
  const of = estimate ? ` of ~${figures.count(Math.max(estimate, checked))}` : '';
  return `${figures.count(checked)}${of} records of the ${step} side read`;
}

function trialText({ checked, total, report }: z.infer<typeof TrialProgress>): string {
  const of = total === null ? '' : ` of ${figures.count(Math.max(total, checked))}`;
  return `${figures.count(checked)}${of} changes tried, ${figures.count(trialDifferences(report))} would go another way`;
}

function undoText({ undone, gone, changed, failed }: UndoReport): string {
  const parts = [
    `${figures.count(undone)} writes taken back`,
    ...(gone > 0 ? [`${figures.count(gone)} were taken back before`] : []),
    ...(changed > 0 ? [`${figures.count(changed)} have changed since and stay`] : []),
    ...(failed > 0 ? [`${figures.count(failed)} were refused`] : []),
  ];
  return parts.join(', ');
}

function resyncText({ met, settled, held, parked, open }: z.infer<typeof ResyncProgress>): string {
  const parts = [
    `${figures.count(met)} rows met`,
    `${figures.count(settled)} records settled`,
    ...(held > 0 ? [`${figures.count(held)} held for a person`] : []),
    ...(parked > 0 ? [`${figures.count(parked)} parked after a failure`] : []),
    ...(open > 0 ? [`${figures.count(open)} changed meanwhile`] : []),
  ];
  return parts.join(', ');
}

function trafficText(progress: z.infer<typeof TrafficProgress>): string {
  const { edits, inserts, updates, deletes, conflicts, refused, rate, elapsed } = progress;
  const parts = [
    `${figures.count(edits)} edits in ${figures.seconds(elapsed)}, ${figures.perSecond(rate)}`,
    `${figures.count(updates)} updates, ${figures.count(inserts)} inserts, ${figures.count(deletes)} deletes`,
    `${figures.count(conflicts)} conflicts`,
    ...(refused > 0 ? [`${figures.count(refused)} refused by the databases`] : []),
  ];
  return parts.join('; ');
}
