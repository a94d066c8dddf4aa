import type { Side } from '#core/change/change-event.ts';
import type { KeyPart } from '#core/ports/range-digests.ts';
import type { Verdict } from '../reconcile/judge-result.ts';
import type { LaneContext } from '../reconcile/lane-routes.ts';
import { type MetChunk, meetChunk } from './meet-chunk.ts';
import type { Meeting } from './meeting.ts';
import { settleMet } from './settle-met.ts';

/** Which records of a side are met, from where on, and how many at a time. */
export type SideWalk = {
  side: Side;
  cursor: string | null;
  within?: KeyPart;
  limit: number;
  /** Read the next chunk while one is settled. */
  ahead: boolean;
  /** Rows after which the walk may end before its time; endless where it is absent. */
  atMost?: number;
  signal: AbortSignal;
};

/**
 * Walks one side in key order and settles what differs. Whatever fails, nothing stays in hand: records that
 * nobody touched are as they were, the others are left to the reconciler.
 *
 * @param onChunk called when a chunk has been settled, before the walk goes on from its cursor.
 */
export async function meetSide(
  context: LaneContext,
  meeting: Meeting,
  walk: SideWalk,
  onChunk: (chunk: MetChunk, verdicts: Verdict['kind'][]) => Promise<void>,
): Promise<void> {
  const read = (cursor: string | null) => {
    const met = meetChunk(context, meeting, { ...walk, cursor });
    // When settling fails meanwhile, that failure is the one that counts.
    met.catch(() => undefined);
    return met;
  };
  let current: MetChunk | null = null;
  let next: Promise<MetChunk> | null = read(walk.cursor);
  try {
    for (let met = 0; next && !walk.signal.aborted; ) {
      const chunk: MetChunk = await next;
      current = chunk;
      met += chunk.rows;
      const goesOn = chunk.cursor !== null && (walk.atMost === undefined || met < walk.atMost);
      next = walk.ahead && goesOn ? read(chunk.cursor) : null;
      const settled = await settleMet(context, meeting, chunk.differing);
      await onChunk(
        chunk,
        settled.map(({ verdict }) => verdict.kind),
      );
      current = null;
      if (!walk.ahead && goesOn && !walk.signal.aborted) next = read(chunk.cursor);
    }
  } finally {
    const unsettled = [current, await next?.catch(() => null)];
    for (const chunk of unsettled) {
      for (const open of chunk?.differing ?? []) context.runtime.open.release(open);
      for (const open of chunk?.touched ?? []) {
        open.unkept = false;
        if (!open.busy) context.runtime.open.release(open);
      }
    }
  }
}
