import type { Side } from '#core/change/change-event.ts';
import { agreedSince } from '#core/conflict/agreed-since.ts';
import { type Decision, decide } from '#core/conflict/decide.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { WriteOutcome } from '#core/ports/target.ts';
import { awaitBatchesInHand, type LaneContext, passHeads } from './lane-routes.ts';
import { isBehind } from './latest-state.ts';
import { markFirstMeetings } from './mark-first-meetings.ts';
import type { OpenRecord } from './open-records.ts';
import { type BothRows, readBothSides } from './read-both-sides.ts';
import { type DecidedWrite, writeDecisions } from './write-decisions.ts';

/** What a reconcile found out about one record. */
export type Reconciled = {
  open: OpenRecord;
  /** As they were read. */
  rows: BothRows;
  decision: Decision | null;
  /** What became of the writes, by side; null where none was needed. */
  outcomes: { left: WriteOutcome | null; right: WriteOutcome | null };
  /** A side was read as it was before a change that its log has told of already. */
  behind: boolean;
  /** The values could not be cast. */
  error: SyncError | null;
};

/**
 * One round of reconcile (E4) for a set of open records of a lane: read both sides, let both
 * streams pass their heads, decide, write both sides guarded by what was read.
 *
 * @param beforeCommit called with the side and the results so far before the writes to it become visible.
 */
export async function reconcileRecords(
  context: LaneContext,
  records: OpenRecord[],
  beforeCommit: (side: Side, results: Reconciled[]) => Promise<void>,
): Promise<Reconciled[]> {
  const toRead = records.filter((open) => !open.preread);
  for (const open of toRead) open.unread = null;
  // A batch that began before the record was opened may still write it: its write must be read too.
  if (toRead.length > 0) await awaitBatchesInHand(context);
  const read = toRead.length > 0 ? await readBothSides(context, toRead) : new Map<OpenRecord, BothRows>();
  await passHeads(context);
  const results = records.map((open): Reconciled => {
    const rows = open.preread ?? (read.get(open) as BothRows);
    const behind = isBehind(context.runtime.lane, open, rows);
    return { open, rows, behind, decision: null, outcomes: { left: null, right: null }, error: null };
  });
  await markFirstMeetings(context.runtime, results);
  for (const result of results) if (!result.behind) decideOne(context, result);
  for (const side of ['left', 'right'] as const) {
    const writing: { result: Reconciled; decided: DecidedWrite }[] = [];
    for (const result of results) {
      const write = result.decision?.kind === 'write' ? result.decision[side] : null;
      if (!write || isUnsettled(result.outcomes.left)) continue;
      writing.push({ result, decided: { open: result.open, write, current: result.rows[side] } });
    }
    await writeDecisions(
      context,
      side,
      writing.map((each) => each.decided),
      async (outcomes) => {
        for (const [index, each] of writing.entries()) each.result.outcomes[side] = outcomes[index] ?? null;
        await beforeCommit(
          side,
          writing.map((each) => each.result),
        );
      },
    );
  }
  return results;
}

function isUnsettled(outcome: WriteOutcome | null): boolean {
  return outcome?.status === 'missed' || outcome?.status === 'failed';
}

function decideOne({ runtime }: LaneContext, result: Reconciled): void {
  const { record } = result.open;
  try {
    result.decision = decide({
      lane: {
        direction: runtime.lane.plan.direction,
        fields: runtime.lane.fields,
        rule: runtime.lane.plan.rule,
        deletes: runtime.lane.plan.deletes,
        first: runtime.lane.plan.first,
      },
      base: record.base,
      agreed: agreedSince(record.written, runtime.lane.fields, result.rows),
      first: record.first,
      left: result.rows.left,
      right: result.rows.right,
      touched: record.touched,
      clock: { left: runtime.clocks.left, right: runtime.clocks.right },
      decision: record.decision,
    });
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    result.error = error;
  }
}
