import type { Side } from '#core/change/change-event.ts';
import type { Decision } from '#core/conflict/decide.ts';
import type { SyncError } from '#core/errors/sync-error.ts';
import type { WriteOutcome } from '#core/ports/target.ts';
import { linkOpenRecords } from '../links/link-open-records.ts';
import { linkReadRows } from '../links/link-read-rows.ts';
import { amendRefused } from './amend-refused.ts';
import { answered, askTogether } from './answered.ts';
import { decideRecord } from './decide-record.ts';
import { awaitBatchesInHand, type LaneContext, passHeads } from './lane-routes.ts';
import { isBehind } from './latest-state.ts';
import { markFirstMeetings } from './mark-first-meetings.ts';
import { openGroups } from './open-groups.ts';
import type { OpenRecord } from './open-records.ts';
import { type BothRows, readBothSides } from './read-both-sides.ts';
import { writeBothSides } from './write-both-sides.ts';

/** What a reconcile found out about one record. */
export type Reconciled = {
  open: OpenRecord;
  /** As they were read. */
  rows: BothRows;
  /** As they stand, with what was written since. */
  now: BothRows;
  decision: Decision | null;
  /** What became of the writes, by side; null where none was needed. */
  outcomes: { left: WriteOutcome | null; right: WriteOutcome | null };
  /** A side was read as it was before a change that its log has told of already. */
  behind: boolean;
  /** When the decision was made that a person had made of it before it was decided; absent where there was none. */
  heard?: number;
  /** The values could not be cast. */
  error: SyncError | null;
  /** The open record that holds a unique value which this one needs: the two are due together. */
  meets: OpenRecord | null;
  /** What the ledger says of it where it is settled without a conflict; else the occasion's own words. */
  told?: string;
  /** Place of its line among those of the occasion; else it is made of the record's key. */
  ordinal?: number;
};

/**
 * One round of reconcile (E4) for a set of open records of a lane: read both sides, let both
 * streams pass their heads, decide, write both sides guarded by what was read. What a constraint refuses
 * is decided once more, with what the refusal has taught.
 *
 * @param beforeCommit called with the side and the results so far before the writes to it become visible.
 */
export async function reconcileRecords(
  context: LaneContext,
  records: OpenRecord[],
  beforeCommit: (side: Side, results: Reconciled[]) => Promise<void>,
): Promise<Reconciled[]> {
  const anew = records.filter((open) => !open.preread);
  for (const open of anew) {
    open.unread = null;
    open.unreadDiffers = null;
  }
  // A batch that began before a record was opened may still write it: its write must be read too.
  if (anew.length > 0) await awaitBatchesInHand(context);
  const whole = await openGroups(context, anew);
  const { waiting, over } = await linkOpenRecords(context, records);
  const linked = records.filter((open) => !waiting.has(open) && !over.has(open));
  const toRead = linked.filter((open) => !open.preread && !whole.has(open));
  const read = toRead.length > 0 ? await readBothSides(context, toRead) : new Map<OpenRecord, BothRows>();
  const { moment } = context.runtime.own;
  await passHeads(context);
  for (const { record } of linked) {
    for (const side of ['left', 'right'] as const) context.runtime.own.forget(side, record.recordKey, moment);
  }
  const results = linked.map((open): Reconciled => {
    const rows = open.preread ?? whole.get(open) ?? (read.get(open) as BothRows);
    const behind = !whole.has(open) && isBehind(context.runtime.lane, open, rows);
    const outcomes = { left: null, right: null };
    return { open, rows, now: rows, behind, decision: null, outcomes, error: null, meets: null };
  });
  await linkReadRows(context.runtime, results);
  await markFirstMeetings(context, results);
  const { lane } = context.runtime;
  const toDecide = results.filter((result) => !result.behind);
  await askTogether(lane, toDecide, (result) => decideRecord(context, result));
  for (const result of toDecide) await answered(lane, () => decideRecord(context, result));
  await writeBothSides(context, results, beforeCommit);
  const amended = await amendRefused(context, results);
  for (const [result, amendment] of amended) {
    result.outcomes = { left: null, right: null };
    await answered(lane, () => decideRecord(context, result, amendment));
  }
  await writeBothSides(
    context,
    amended.map(([result]) => result),
    beforeCommit,
  );
  return [...results, ...[...waiting].map(([open, error]) => unread(open, error))];
}

/** A record that cannot be looked for: its key on one side is not known. */
function unread(open: OpenRecord, error: SyncError): Reconciled {
  const rows = { left: null, right: null };
  const nothing = { left: null, right: null };
  return { open, rows, now: rows, behind: false, decision: null, outcomes: nothing, error, meets: null };
}
