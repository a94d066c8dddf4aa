import { setTimeout as sleep } from 'node:timers/promises';
import type { Side } from '#core/change/change-event.ts';
import type { KeyPart } from '#core/ports/range-digests.ts';
import type { LaneContext } from '../reconcile/lane-routes.ts';
import { keepMet } from './keep-met.ts';
import { meetSide } from './meet-side.ts';
import type { Meeting } from './meeting.ts';
import { unnamedLine } from './meeting-lines.ts';
import { meetsRight } from './meets-right.ts';

const CHUNK_ROWS = 2_000;

/** How far a resync of a lane has come, and what became of what differed. Storable: it goes on from there. */
export type ResyncState = {
  phase: Side | 'done';
  cursor: string | null;
  /** Rows read and met. */
  met: number;
  settled: number;
  held: number;
  parked: number;
  /** Changed meanwhile: the reconciler has them. */
  open: number;
};

export type ResyncOptions = {
  state: ResyncState;
  /** The range of keys, as each side has it; null for all records. */
  within: Record<Side, KeyPart> | null;
  /** Rows a second at most; null for as fast as it goes. */
  rate: number | null;
  signal: AbortSignal;
  /** Called with the state after every chunk. */
  onProgress: (state: ResyncState) => void;
};

/**
 * Meets a lane's records anew while changes stream, by the same meeting as the first sync's, and settles
 * what differs by the lane's rules. A chunk that is met again after a crash finds nothing to do, or its
 * own lines in the ledger.
 */
export async function resyncLane(
  context: LaneContext,
  meeting: Meeting,
  { state, within, rate, signal, onProgress }: ResyncOptions,
): Promise<ResyncState> {
  while (state.phase !== 'done') {
    const side = state.phase;
    const walk = {
      side,
      cursor: state.cursor,
      limit: rate === null ? CHUNK_ROWS : Math.min(CHUNK_ROWS, Math.ceil(rate)),
      // Records that wait for their turn would be held up.
      ahead: rate === null,
      signal,
      ...(within ? { within: within[side] } : {}),
    };
    await meetSide(context, meeting, walk, async (chunk, verdicts) => {
      const unnamed = chunk.unnamed.map((each) => unnamedLine(context, meeting, side, each));
      await keepMet(context, chunk, unnamed);
      state.met += chunk.rows;
      state.open += chunk.touched.length;
      for (const verdict of verdicts) state[verdict === 'again' ? 'open' : verdict] += 1;
      state.cursor = chunk.cursor;
      if (chunk.cursor === null) {
        state.phase = side === 'left' && meetsRight(context.runtime.lane, meeting) ? 'right' : 'done';
      }
      onProgress(state);
      // An aborted rest ends the walk below.
      if (rate !== null)
        await sleep((chunk.rows / rate) * 1000, undefined, { signal }).catch(() => undefined);
    });
    signal.throwIfAborted();
  }
  return state;
}
