import type { Side } from '#core/change/change-event.ts';
import type { CopiedRows } from '#core/ports/source.ts';
import { awaitBatchesInHand, type LaneContext } from '../reconcile/lane-routes.ts';
import type { OpenRecord } from '../reconcile/open-records.ts';
import { type LoadedChunk, loadChunk } from './load-chunk.ts';
import { COPY_ROWS } from './may-copy.ts';
import type { Meeting } from './meeting.ts';

/** A chunk that was copied. */
export type CopiedChunk = LoadedChunk & {
  /** Rows that it held. */
  rows: number;
  cursor: string | null;
  /** Records touched while it was read: the reconciler brings them, once the store knows of them. */
  touched: OpenRecord[];
};

type ReadChunk = { copied: CopiedRows; watch: Set<string> };

/**
 * Copies a side into the empty other one, many rows at a time, until all are there or a chunk must be
 * met record by record (something stands there, or does not fit). While one chunk is loaded, the next
 * one is read. Changes stream meanwhile: records touched since a chunk was read are left out of it,
 * and for the moment of loading the route that writes there holds still.
 *
 * @param onChunk called after each chunk, before the copying goes on from its cursor.
 * @returns whether the side is through.
 */
export async function copySide(
  context: LaneContext,
  meeting: Meeting,
  { side, cursor, signal }: { side: Side; cursor: string | null; signal: AbortSignal },
  onChunk: (chunk: CopiedChunk) => Promise<void>,
): Promise<boolean> {
  const { open } = context.runtime;
  const read = (from: string | null) => {
    const chunk = readChunk(context, side, from);
    // When loading fails meanwhile, that failure is the one that counts.
    chunk.catch(() => undefined);
    return chunk;
  };
  let next: Promise<ReadChunk> | null = read(cursor);
  while (next) {
    const { copied, watch }: ReadChunk = await next;
    next = copied.cursor === null ? null : read(copied.cursor);
    const loaded = await loadChunk(context, meeting, side, copied, watch).finally(() => open.endWatch(watch));
    if (loaded) await onChunk({ ...loaded, rows: copied.rows.count, cursor: copied.cursor });
    if (loaded && !signal.aborted) continue;
    if (next) open.endWatch((await next).watch);
    return false;
  }
  return true;
}

async function readChunk(context: LaneContext, side: Side, cursor: string | null): Promise<ReadChunk> {
  const { lane, open, sessions } = context.runtime;
  const watch = open.startWatch();
  try {
    await awaitBatchesInHand(context);
    const { stream, fields, key } = lane[side];
    const copied = await sessions[side].source.copy({ stream, fields, key, cursor, limit: COPY_ROWS });
    return { copied, watch };
  } catch (error) {
    open.endWatch(watch);
    throw error;
  }
}
