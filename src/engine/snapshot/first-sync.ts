import type { Side } from '#core/change/change-event.ts';
import type { FirstSyncState } from '#core/ports/lane-store.ts';
import { type LaneContext, passHeads } from '../reconcile/lane-routes.ts';
import { copySide } from './copy-side.ts';
import { keepMet } from './keep-met.ts';
import { COPY_ROWS, mayCopy } from './may-copy.ts';
import { meetSide } from './meet-side.ts';
import { meetingOf } from './meeting.ts';
import { copiedLine, unnamedLine } from './meeting-lines.ts';
import { meetsRight } from './meets-right.ts';

/** Rows per chunk. */
const CHUNK_ROWS = 2_000;

/**
 * Meets the existing data of both sides of a lane, while changes stream: first every record of the
 * left side, looked up on the right; then those that the right side alone has. It goes on where it
 * was after a restart. A chunk's records are decided by the lane's `first` rules, through the same
 * reading, waiting and guarded writing as every reconcile, so that it meets the stream without gap
 * or overlap. Many records that meet an empty side are copied together. After a feed was lost, the same walk compares both sides, and the lane's rules for
 * conflicts decide.
 */
export async function runFirstSync(context: LaneContext): Promise<void> {
  const { runtime, signal } = context;
  const state = runtime.firstSync;
  if (!state) throw new TypeError('a first sync runs after it was planned');
  // What was logged before the meeting is not heeded about its fields, so it has to be through. What a log
  // that was not lost still tells must be carried as the change that it is, before nothing is known but a difference;
  // what it tells of a stream that is gone stands nowhere else, and would come behind the walk.
  if (state.generation > 1 && state.phase !== 'done') await passHeads(context);
  const meets = state.phase !== 'done' && state.only !== null;
  while (state.phase !== 'done' && !signal.aborted) await syncSide(context, state, state.phase);
  if (meets && !signal.aborted) {
    // Rows that were logged while a field was of another type may be parked for values that it has no more.
    await passHeads(context);
    runtime.open.retryParked();
  }
}

async function syncSide(context: LaneContext, state: FirstSyncState, side: Side): Promise<void> {
  const meeting = meetingOf(state);
  const { runtime, lease, signal, store } = context;
  const moveOn = (rows: number, cursor: string | null) => {
    state.done[side] += rows;
    runtime.firstSyncMeter.add(side, rows);
    state.cursor = cursor;
    if (cursor === null) beginNextPhase(context, state, side);
  };
  if (state.copying === null) {
    const begins = state.cursor === null && state.only === null;
    state.copying = begins && (await mayCopy(context, meeting, side));
    // Kept before anything is loaded: then what stands on the other side is known to be ours.
    await store.commit(lease, { firstSync: [{ laneId: runtime.lane.id, state }] });
  }
  if (state.copying) {
    const through = await copySide(
      context,
      meeting,
      { side, cursor: state.cursor, signal },
      async (chunk) => {
        moveOn(chunk.rows, chunk.cursor);
        const lines = chunk.loaded > 0 ? [copiedLine(context, meeting, side, chunk)] : [];
        await keepMet(context, { ...chunk, digests: [] }, lines, state);
      },
    );
    if (through || signal.aborted) return;
  }
  // What a copy cannot take is met record by record; then the copying goes on.
  const atMost = state.copying ? { atMost: COPY_ROWS } : {};
  const walk = { side, cursor: state.cursor, limit: CHUNK_ROWS, ahead: true, signal, ...atMost };
  await meetSide(context, meeting, walk, async (chunk) => {
    moveOn(chunk.rows, chunk.cursor);
    const lines = chunk.unnamed.map((each) => unnamedLine(context, meeting, side, each));
    await keepMet(context, chunk, lines, state);
  });
}

/** After the left side the right one, unless what it alone has is left as it is anyway, or it had nothing. */
function beginNextPhase({ runtime }: LaneContext, state: FirstSyncState, side: Side): void {
  const right = side === 'left' && !state.copying && meetsRight(runtime.lane, meetingOf(state));
  state.phase = right ? 'right' : 'done';
  state.copying = null;
}
