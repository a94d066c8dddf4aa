import type { Side } from '#core/change/change-event.ts';
import type { Decision } from '#core/conflict/decision.ts';
import type { LedgerLine } from '#core/ledger/ledger-line.ts';
import { nowMicros } from '#lib/micros.ts';
import { closeRecords } from '../reconcile/close-records.ts';
import { type Judged, judgeResults, type Verdict } from '../reconcile/judge-result.ts';
import type { LaneContext } from '../reconcile/lane-routes.ts';
import type { OpenRecord } from '../reconcile/open-records.ts';
import { type Reconciled, reconcileRecords } from '../reconcile/reconcile-records.ts';
import type { Meeting } from './meeting.ts';
import { meetingLines } from './meeting-lines.ts';

/** What a round left of one record. `wrote`: all that was decided is written, though more may follow from it. */
export type SettledMet = { open: OpenRecord; decision: Decision | null; verdict: Verdict; wrote: boolean };

/**
 * Settles records that were met, through one round of reconcile (E4), with a line of the ledger for each
 * that is written before the write becomes visible. The records are open and marked as in hand.
 *
 * @returns what the round left of each; those that turned out to be another open record are not among them.
 */
export async function settleMet(
  context: LaneContext,
  meeting: Meeting,
  records: OpenRecord[],
): Promise<SettledMet[]> {
  if (records.length === 0) return [];
  const { lane } = context.runtime;
  const counted = new Map<string, LedgerLine>();
  const write = async (judged: Judged[]) => {
    const entries = meetingLines(context, meeting, judged);
    if (entries.length === 0) return;
    const replaced = await context.store.commit(context.lease, { entries });
    for (const moved of replaced) context.runtime.meter.move(moved);
    const now = nowMicros();
    for (const entry of entries) context.runtime.meter.count(entry, now);
    for (const entry of entries) counted.set(entry.recordKey, entry);
  };
  const results = await reconcileRecords(context, records, (_side, decided) =>
    write(judgeResults(lane, decided)),
  );
  const judged = judgeResults(lane, results);
  // What was not written, or missed its guard, has its line replaced or still lacks one.
  await write(
    judged.filter(({ result, verdict: { kind } }) => {
      const line = counted.get(result.open.record.recordKey);
      if (!line || kind === 'again') return true;
      return kind === 'settled' ? false : line.status !== kind || line.code === 'RECONCILING';
    }),
  );
  await closeRecords(context, judged);
  return judged.map(({ result, verdict }) => {
    const { open, decision } = result;
    return { open, decision, verdict, wrote: isWritten(result) };
  });
}

function isWritten({ decision, outcomes }: Reconciled): boolean {
  if (decision?.kind !== 'write') return false;
  const isDone = (side: Side) => decision[side] === null || outcomes[side]?.status === 'applied';
  return isDone('left') && isDone('right');
}
