import { otherSide } from '#core/change/change-event.ts';
import { comparePlaces } from '#core/change/position.ts';
import type { PendingRecord } from '#core/ledger/pending-record.ts';
import type { FirstSyncState } from '#core/ports/lane-store.ts';
import { nowMicros } from '#lib/micros.ts';
import { measureClocks } from './capture/keep-clocks.ts';
import { beginPending } from './reconcile/begin-pending.ts';
import type { LaneContext } from './reconcile/lane-routes.ts';
import { isAgreedSince } from './reconcile/open-records.ts';
import { planMeeting, replacedSides } from './snapshot/plan-meeting.ts';

/** Brings a lane back to where it was: its clocks, what both sides have met, its open records. */
export async function restoreLane(lane: LaneContext): Promise<void> {
  const { runtime, store, lease } = lane;
  const { lane: compiled, open } = runtime;
  await measureClocks(lane);
  const known = await store.firstSync(compiled.id);
  const heads = {
    left: await runtime.sessions.left.source.head(),
    right: await runtime.sessions.right.source.head(),
  };
  const { state, due } = planMeeting(compiled, known, { at: nowMicros(), heads });
  runtime.firstSync = state;
  if (state.phase === 'left' && state.cursor === null && !state.only) {
    runtime.links.get(compiled.plan.id)?.beginMeeting();
  }
  const forget = due.length > 0 ? [{ laneId: compiled.id, fields: due }] : [];
  await openHalves(lane);
  await takeUpDigests(lane);
  const records = await store.pending(compiled.id);
  const fitted = records.filter((record) => fitRecord(record, known, state));
  for (const record of fitted) record.revision += 1;
  // Kept together: the next engine finds the state as it is, and nothing in it that makes it do this again.
  await store.commit(lease, {
    forget,
    firstSync: [{ laneId: compiled.id, state }],
    pending: { put: fitted },
  });
  for (const side of state.replaced ?? []) open.disregard(side, state.heedFrom[side]);
  for (const record of records) open.restore(record);
}

/**
 * Fits an open record to what the lane has to meet now.
 *
 * @returns whether that made it another one.
 */
function fitRecord(record: PendingRecord, known: FirstSyncState | null, state: FirstSyncState): boolean {
  const was = JSON.stringify(record);
  const { startedAt } = state;
  const before = state.phase !== 'done' && record.since < startedAt && !isAgreedSince(record, startedAt);
  // What was agreed before the meeting says nothing about the fields that are met over.
  if (before && state.only?.length) record.first ||= record.base.kind !== 'unknown';
  // Nor does it say that a record was deleted which a side lacks since its stream was gone.
  if (before && !state.only && !state.repair) record.first = true;
  for (const side of known ? replacedSides(known, state.streams) : []) record.touched[side] = {};
  // What could not be written to the streams as they were may be written to them as they are.
  const anew = known !== null && known.running !== state.running;
  if (anew && record.state === 'parked' && record.code !== 'FLAPPING') record.nextAttemptAt = nowMicros();
  return JSON.stringify(record) !== was;
}

/** Digests that a runner had kept when it died count if the other side shows what they are of. */
async function takeUpDigests({ store, lease, routes, runtime: { lane } }: LaneContext): Promise<void> {
  for (const ahead of await store.ahead(lane.id)) {
    const applied = routes[ahead.side]?.applied(lane[otherSide(ahead.side)].tag);
    const counts = applied !== undefined && comparePlaces(ahead.place, applied) <= 0;
    await store.commit(lease, { digests: counts ? ahead.digests : [], ahead: { remove: [ahead] } });
  }
}

/** What was written on one side when a runner died is out of line, each record by itself from now on. */
async function openHalves({ store, lease, runtime: { lane } }: LaneContext): Promise<void> {
  for (const { id, records } of await store.halves(lane.id)) {
    const put = records.map(({ recordKey, leftKey: left, rightKey: right, base }) =>
      beginPending(lane.id, { recordKey, left, right }, base),
    );
    // What passed of one of them meanwhile was kept with it, and stays.
    await store.commit(lease, { pending: { put }, halves: { remove: [id] } });
  }
}
