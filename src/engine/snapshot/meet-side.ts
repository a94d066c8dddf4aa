import type { Side } from '#core/change/change-event.ts';
import type { KeyPart } from '#core/ports/range-digests.ts';
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
  signal: AbortSignal;
};

/**
 * Walks one side in key order and settles what differs; while a chunk is settled, the next one is read.
 *
 * @param onChunk called when a chunk has been settled, before the walk goes on from its cursor.
 */
export async function meetSide(
  context: LaneContext,
  meeting: Meeting,
  walk: SideWalk,
  onChunk: (chunk: MetChunk) => Promise<void>,
): Promise<void> {
  const read = (cursor: string | null) => {
    const met = meetChunk(context, meeting, { ...walk, cursor });
    // When settling fails meanwhile, that failure is the one that counts.
    met.catch(() => undefined);
    return met;
  };
  let next: Promise<MetChunk> | null = read(walk.cursor);
  while (next && !walk.signal.aborted) {
    const chunk: MetChunk = await next;
    next = chunk.cursor === null ? null : read(chunk.cursor);
    await settleMet(context, meeting, chunk.differing);
    await onChunk(chunk);
  }
}
