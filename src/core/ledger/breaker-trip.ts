import { z } from 'zod';

const row = z.record(z.string(), z.string().nullable());
const side = z.enum(['left', 'right']);

/** What a breaker counts. */
export const BreakerKind = z.enum(['deletes', 'overwrites']);
export type BreakerKind = z.infer<typeof BreakerKind>;

/** What a stopped lane was about to do, and what waits behind it. */
export const BreakerPreview = z.object({
  /** Why it stopped, in one sentence. */
  reason: z.string(),
  /** Everything at or before this position has been looked at. */
  until: z.string(),
  /** False while the transaction at `until` has not been read to its end. */
  complete: z.boolean(),
  /** Changes that wait, by stream of the source. */
  streams: z.array(
    z.object({
      stream: z.string(),
      /** False for streams of other lanes, which wait because they share the way. */
      stopped: z.boolean(),
      insert: z.int(),
      update: z.int(),
      delete: z.int(),
      truncate: z.int(),
    }),
  ),
  /** Records that truncations of the lane's stream would delete. */
  truncated: z.int(),
  /** Transactions of the lane's own side that the changes were made in, the first ones of `transactions`. */
  transactionCount: z.int(),
  transactions: z.array(
    z.object({
      position: z.string(),
      /** Microseconds since 1970, on the source's clock. */
      commitTime: z.number(),
      changes: z.int(),
    }),
  ),
  /** The first records that would be deleted or overwritten, with the values that they had. */
  samples: z.array(
    z.object({
      op: z.enum(['update', 'delete']),
      key: row,
      before: row.nullable(),
      after: row.nullable(),
      position: z.string(),
      commitTime: z.number(),
    }),
  ),
});
export type BreakerPreview = z.infer<typeof BreakerPreview>;

/** A way through a lane that the breaker stopped, or that it had to look at (E12). There is one per lane side. */
export const BreakerTrip = z.object({
  laneId: z.string(),
  /** The side that the changes came from. */
  side,
  /**
   * `tripped`: waits for a person. `approved`, `discarded`: decided for everything up to `until`.
   * `within`: a long transaction that was looked through to its end, and keeps to the limits.
   */
  state: z.enum(['tripped', 'approved', 'discarded', 'within']),
  kinds: z.array(BreakerKind),
  /** Microseconds since 1970; tells one trip from the next. */
  trippedAt: z.number(),
  preview: BreakerPreview,
  /** What was decided covers the changes at or before this position. */
  until: z.string(),
  decidedBy: z.string().nullable(),
  decidedAt: z.number().nullable(),
});
export type BreakerTrip = z.infer<typeof BreakerTrip>;

/** A trip that waits, in the few figures that a status has room for. */
export const BreakerSummary = z.object({
  side,
  kinds: z.array(BreakerKind),
  trippedAt: z.number(),
  reason: z.string(),
  until: z.string(),
  complete: z.boolean(),
  deletes: z.int(),
  overwrites: z.int(),
});
export type BreakerSummary = z.infer<typeof BreakerSummary>;

/** The figures of a trip. */
export function summarizeTrip({ side: from, kinds, trippedAt, preview }: BreakerTrip): BreakerSummary {
  const stopped = preview.streams.filter((stream) => stream.stopped);
  const sum = (of: 'delete' | 'update') => stopped.reduce((total, stream) => total + stream[of], 0);
  return {
    side: from,
    kinds,
    trippedAt,
    reason: preview.reason,
    until: preview.until,
    complete: preview.complete,
    deletes: sum('delete') + preview.truncated,
    overwrites: sum('update'),
  };
}
