import type { Image } from '../values/value.ts';
import type { Position } from './position.ts';

/** What happened to one record on one side. */
export type ChangeOp = 'insert' | 'update' | 'delete';

/** One insert, update or delete, read from a side's log. */
export type Change = {
  kind: 'change';
  /** The commit position of its transaction (known from the transaction's beginning). */
  position: Position;
  /** 0-based place within its transaction, counted over the streams that were asked for. */
  ordinal: number;
  /** Commit time on the source's clock, microseconds since 1970. */
  commitTime: number;
  stream: string;
  op: ChangeOp;
  /**
   * The row before: every field (before-image `full`), the replica identity's fields alone (`key`),
   * or null (an insert; an update whose log holds no old state).
   */
  before: Image | null;
  /** The row after; null for a delete. `undefined` fields were not in the log. */
  after: Image | null;
  /**
   * The lane side whose checkpoint row came last before this row in the same transaction
   * (see `writerTag`): Syncline itself wrote it for that lane. Null for everybody else's writes.
   */
  writer: string | null;
};

/** What a feed delivers, in log order. Every change lies between its begin and its commit. */
export type ChangeEvent =
  | { kind: 'begin'; position: Position; commitTime: number }
  | Change
  | {
      kind: 'truncate';
      position: Position;
      ordinal: number;
      commitTime: number;
      streams: string[];
      writer: string | null;
    }
  /** The stream's fields as of the rows that follow: before its first row since the feed was opened, and when they may have changed. */
  | { kind: 'schema'; stream: string; fields: { name: string; nativeType: string }[] }
  | { kind: 'commit'; position: Position; commitTime: number }
  /** The log is delivered up to `position`; nothing happened that concerns this feed. */
  | { kind: 'heartbeat'; position: Position }
  /** The log no longer holds what comes next; the lane needs a repair by comparison. */
  | { kind: 'reset-required'; code: 'SLOT_LOST' | 'SLOT_INVALIDATED' | 'HISTORY_CHANGED'; detail: string };

/** A side of a lane: `left` is the one that edges leave from. */
export type Side = 'left' | 'right';

/** The other side. */
export function otherSide(side: Side): Side {
  return side === 'left' ? 'right' : 'left';
}

/** The id of the checkpoint row under which a lane writes to one of its sides. */
export function writerTag(laneId: string, side: Side): string {
  return `${laneId}/${side}`;
}
