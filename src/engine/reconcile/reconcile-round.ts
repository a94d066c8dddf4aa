import { otherSide, type Side } from '#core/change/change-event.ts';
import type { AgreedPairs } from '#core/conflict/agreed-since.ts';
import { noteWritten } from '#core/conflict/course.ts';
import type { Decision } from '#core/conflict/decide.ts';
import { type CompiledLane, fieldCarriesFrom } from '../plan/compiled-lane.ts';
import { closeRecords } from './close-records.ts';
import { judgeResults } from './judge-result.ts';
import type { LaneContext } from './lane-routes.ts';
import type { OpenRecord } from './open-records.ts';
import type { BothRows } from './read-both-sides.ts';
import { type Reconciled, reconcileRecords } from './reconcile-records.ts';

/** One round over these records, which are in hand: read, decide, write, and write down what came of it. */
export async function reconcileRound(context: LaneContext, due: OpenRecord[]): Promise<void> {
  const results = await reconcileRecords(context, due, (side, decided) =>
    keepDecisions(context, side, decided),
  );
  await closeRecords(context, judgeResults(context.runtime.lane, results));
}

/**
 * Before a decision is written to a side, it is kept: after a crash between the two sides, what was
 * written must not be taken for a change of that side's own, and the ledger must still say who won
 * and why.
 */
async function keepDecisions(context: LaneContext, side: Side, results: Reconciled[]): Promise<void> {
  for (const { open, decision, now } of results) {
    if (decision?.kind !== 'write') continue;
    const { record } = open;
    record.written = noteWritten(record, side, pairsOf(context.runtime.lane, side, decision, now)).written;
    if (decision.account) record.conflict = decision.account;
    record.revision += 1;
  }
  const put = results.map((result) => result.open.record);
  await context.store.commit(context.lease, { pending: { put } });
  for (const result of results) result.open.stored = true;
}

/** What is written to a side, with the values of the other side that it was taken from. */
function pairsOf(
  lane: CompiledLane,
  side: Side,
  decision: Extract<Decision, { kind: 'write' }>,
  now: BothRows,
): AgreedPairs {
  const set = decision[side]?.set ?? {};
  const other = otherSide(side);
  const pairs: AgreedPairs = {};
  for (const field of lane.fields) {
    if (!fieldCarriesFrom(field, other)) continue;
    const value = set[field[side]];
    const from = now[other]?.[field[other]];
    if (value === undefined || from === undefined) continue;
    pairs[field.left] = side === 'left' ? { left: value, right: from } : { left: from, right: value };
  }
  return pairs;
}
