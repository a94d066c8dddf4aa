import { otherSide, type Side } from '#core/change/change-event.ts';
import type { HeldDecision } from '#core/ledger/pending-record.ts';
import type { PendingTruncation } from '#core/ports/lane-store.ts';
import { linkRows } from '../links/record-links.ts';
import { lookUpOtherSide } from '../plan/look-up-other-side.ts';
import type { RecordIdentity } from '../plan/record-identity.ts';
import { awaitBatchesInHand, type LaneContext, passHeads } from '../reconcile/lane-routes.ts';
import type { OpenRecord } from '../reconcile/open-records.ts';
import { storedBases } from '../reconcile/stored-bases.ts';
import type { Meeting } from '../snapshot/meeting.ts';
import { settleMet } from '../snapshot/settle-met.ts';

/** Records per chunk. */
const CHUNK_ROWS = 2_000;

/**
 * Carries a lane's truncations, until the flow stops: the other side is walked in key order, and records
 * that the truncated side has no more are deleted through reconcile, so that what changed meanwhile on
 * either side is seen. The cursor is kept; after a restart it goes on from there.
 */
export async function carryTruncations(context: LaneContext): Promise<void> {
  const { runtime, store, lease, signal } = context;
  const stored = await store.truncations(runtime.lane.id);
  for (const side of ['left', 'right'] as const) {
    const truncation = stored[side];
    if (truncation && !runtime.truncations.of(side)) runtime.truncations.note(side, truncation);
  }
  for (;;) {
    const next = await runtime.truncations.next(signal);
    if (next === null) return;
    const { side, truncation } = next;
    if (!(await carry(context, side, truncation))) continue;
    // Rows that were made anew have had their turn in the stream once it has passed its head.
    await passHeads(context);
    if (runtime.truncations.of(side) !== truncation) continue;
    runtime.truncations.done(side, truncation);
    await store.commit(lease, { truncations: [{ laneId: runtime.lane.id, side, truncation: null }] });
  }
}

/** @returns false when a later truncation came, or the flow stops. */
async function carry(context: LaneContext, from: Side, truncation: PendingTruncation): Promise<boolean> {
  const { runtime, store, lease, signal } = context;
  const { lane, links, sessions, truncations } = runtime;
  const to = otherSide(from);
  const meeting = meetingOf(truncation, lane[from].stream);
  // The batch that told of it has been committed, or the flow is about to stop.
  await awaitBatchesInHand(context);
  while (!signal.aborted && truncations.of(from) === truncation) {
    const chunk = await sessions[to].source.snapshot({
      stream: lane[to].stream,
      fields: lane[to].fields,
      key: lane[to].key,
      cursor: truncation.cursor,
      limit: CHUNK_ROWS,
    });
    await linkRows(lane, links, to, chunk.rows);
    const gone: RecordIdentity[] = [];
    for (const { identity, rows } of await lookUpOtherSide(lane, sessions, to, chunk.rows)) {
      // A record whose key does not fit the truncated side was never carried from there.
      if (!('unnamed' in identity) && !rows[from]) gone.push(identity);
    }
    const { opened, touched } = await openGone(context, from, truncation, gone);
    await settleMet(context, meeting, opened);
    truncation.cursor = chunk.cursor;
    // What was open before learned of it as well: that is kept before the walk is past it.
    await store.commit(lease, {
      ...(chunk.cursor === null ? {} : { truncations: [{ laneId: lane.id, side: from, truncation }] }),
      pending: { put: touched.map((open) => open.record) },
    });
    for (const open of touched) {
      open.stored = true;
      open.unkept = false;
    }
    if (chunk.cursor === null) return truncations.of(from) === truncation;
  }
  return false;
}

/** @returns the records that were in line until now, and those that were open and learned of the truncation. */
async function openGone(
  context: LaneContext,
  from: Side,
  truncation: PendingTruncation,
  gone: RecordIdentity[],
): Promise<{ opened: OpenRecord[]; touched: OpenRecord[] }> {
  const { lane, open } = context.runtime;
  const bases = await storedBases(
    context,
    gone.map(({ recordKey }) => recordKey),
  );
  const opened: OpenRecord[] = [];
  const touched: OpenRecord[] = [];
  for (const identity of gone) {
    const known = open.get(identity.recordKey);
    const record =
      known ??
      open.open(
        identity,
        { state: 'reconcile', base: bases.get(identity.recordKey) ?? { kind: 'unknown' }, first: false },
        { code: 'RECONCILING', detail: `${lane[from].stream} was truncated.`, nextAttemptAt: null },
      );
    const deleted = { op: 'delete' as const, before: null, after: null, commitTime: truncation.commitTime };
    if (known) {
      open.touch(known, from, deleted);
      open.amend(known);
      touched.push(known);
    } else {
      record.busy = true;
      record.record.touched = { ...record.record.touched, [from]: { '*': truncation.commitTime } };
      opened.push(record);
    }
    if (truncation.discardedBy !== null) record.record.decision ??= keep(truncation.discardedBy);
  }
  return { opened, touched };
}

function keep(by: string): HeldDecision {
  return { fields: {}, record: 'keep', by, at: Date.now() * 1000 };
}

function meetingOf({ position, ordinal, commitTime }: PendingTruncation, stream: string): Meeting {
  return {
    position: `truncate/${position}/${ordinal}`,
    startedAt: commitTime,
    cause: 'live',
    base: 'digests',
    only: null,
    words: {
      settled: `${stream} was truncated.`,
      held: `${stream} was truncated, and the record changed.`,
      changed: `Changed while the truncation of ${stream} was carried.`,
    },
  };
}
