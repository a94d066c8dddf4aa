import type { Side } from '#core/change/change-event.ts';
import type { FirstSyncState } from '#core/ports/lane-store.ts';
import { type LaneContext, passHeads } from '../reconcile/lane-routes.ts';
import { keepMet } from './keep-met.ts';
import { meetSide } from './meet-side.ts';
import { meetingOf } from './meeting.ts';
import { meetsRight } from './meets-right.ts';

/** Rows per chunk. */
const CHUNK_ROWS = 2_000;

/**
 * Meets the existing data of both sides of a lane, while changes stream: first every record of the
 * left side, looked up on the right; then those that the right side alone has. It goes on where it
 * was after a restart. A chunk's records are decided by the lane's `first` rules, through the same
 * reading, waiting and guarded writing as every reconcile, so that it meets the stream without gap
 * or overlap. After a feed was lost, the same walk compares both sides, and the lane's rules for
 * conflicts decide.
 */
export async function runFirstSync(context: LaneContext): Promise<void> {
  const { runtime, signal } = context;
  const state = runtime.firstSync;
  if (!state) throw new TypeError('a first sync runs after it was planned');
  // What was logged before the meeting is not heeded about its fields, so it has to be through.
  if (state.only && state.phase !== 'done') await passHeads(context);
  const meets = state.phase !== 'done' && state.only !== null;
  while (state.phase !== 'done' && !signal.aborted) {
    const side = state.phase;
    const walk = { side, cursor: state.cursor, limit: CHUNK_ROWS, ahead: true, signal };
    await meetSide(context, meetingOf(state), walk, async (chunk) => {
      state.done[side] += chunk.rows;
      runtime.firstSyncMeter.add(side, chunk.rows);
      state.cursor = chunk.cursor;
      if (chunk.cursor === null) state.phase = nextPhase(context, state, side);
      await keepMet(context, meetingOf(state), side, chunk, state);
    });
  }
  if (meets && !signal.aborted) {
    // Rows that were logged while a field was of another type may be parked for values that it has no more.
    await passHeads(context);
    runtime.open.retryParked();
  }
}

/** After the left side the right one, unless what it alone has is left as it is anyway. */
function nextPhase({ runtime }: LaneContext, state: FirstSyncState, side: Side): FirstSyncState['phase'] {
  return side === 'left' && meetsRight(runtime.lane, meetingOf(state)) ? 'right' : 'done';
}
