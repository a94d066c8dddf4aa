import type { LedgerLine } from '#core/ledger/ledger-line.ts';
import { closeRecords } from '../reconcile/close-records.ts';
import { judgeResult, type Verdict } from '../reconcile/judge-result.ts';
import type { LaneContext } from '../reconcile/lane-routes.ts';
import type { OpenRecord } from '../reconcile/open-records.ts';
import { type Reconciled, reconcileRecords } from '../reconcile/reconcile-records.ts';
import type { Meeting } from './meeting.ts';
import { meetingLines } from './meeting-lines.ts';

/**
 * Settles records that were met, through one round of reconcile (E4), with a line of the ledger for each
 * that is written before the write becomes visible. The records are open and marked as in hand.
 *
 * @returns what the round left of each.
 */
export async function settleMet(
  context: LaneContext,
  meeting: Meeting,
  records: OpenRecord[],
): Promise<Verdict['kind'][]> {
  if (records.length === 0) return [];
  const counted = new Map<string, LedgerLine>();
  const write = async (results: Reconciled[]) => {
    const entries = meetingLines(context, meeting, results);
    if (entries.length === 0) return;
    const replaced = await context.store.commit(context.lease, { entries });
    for (const moved of replaced) context.runtime.meter.move(moved);
    for (const entry of entries) context.runtime.meter.count(entry);
    for (const entry of entries) counted.set(entry.recordKey, entry);
  };
  const results = await reconcileRecords(context, records, (_side, decided) => write(decided));
  // What was not written, or missed its guard, has its line replaced or still lacks one.
  await write(
    results.filter((result) => {
      const line = counted.get(result.open.record.recordKey);
      return !line || judgeResult(context.runtime.lane, result).kind === 'again';
    }),
  );
  const verdicts = results.map((result) => judgeResult(context.runtime.lane, result).kind);
  await closeRecords(context, results);
  return verdicts;
}
