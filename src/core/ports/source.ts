import type { ChangeEvent } from '../change/change-event.ts';
import type { SystemHistory } from '../change/history.ts';
import type { Position } from '../change/position.ts';
import type { TextRows } from '../values/text-rows.ts';
import type { Row } from '../values/value.ts';
import type { KeyPart, RangeDigests } from './range-digests.ts';

/** A running read of a system's log: one slot for one flow and connection. */
export interface Feed {
  /**
   * Events in log order, in arrays as they arrive. Backpressure: the connector stops reading the
   * network while nobody pulls. Ends when closed; throws a classified SyncError on a fault.
   */
  readonly events: AsyncIterable<ChangeEvent[]>;
  /** Everything at or before `position` is durable elsewhere: the system may forget it. */
  acknowledge(position: Position): void;
  close(): Promise<void>;
}

/** Which rows a snapshot reads next. */
export type SnapshotRequest = {
  stream: string;
  fields: string[];
  key: string[];
  cursor: string | null;
  limit: number;
  within?: KeyPart;
  as?: StreamIdentity | null;
};

/** One chunk of a snapshot, in key order. */
export type SnapshotChunk = {
  rows: Row[];
  /** Where the next chunk starts; null when this was the last. Opaque, storable. */
  cursor: string | null;
};

/** Rows of a stream as one text, in key order. */
export type CopiedRows = {
  /** What each row's values are, in order: the key's first. */
  fields: string[];
  rows: TextRows;
  /** Where the next ones start, as a snapshot's cursor; null when these were the last. */
  cursor: string | null;
};

/** Log that a slot holds back. */
export type RetainedLog = {
  bytes: number;
  /** Bytes that the system keeps for a slot at most, after which the feed is lost; null where it keeps everything. */
  limit: number | null;
};

/** Keys that one system tells apart and another one does not. */
export type KeyCollisions = {
  /** Keys that are the same as another one, and how many different ones they come to. */
  keys: number;
  groups: number;
  /** Some of them, by group. */
  samples: Row[][];
};

/**
 * What a stream and its fields were when a lane was compiled: a field that was dropped and made again is
 * another one, and what it holds must not be taken for what the lane knows.
 */
export type StreamIdentity = { id: string; numbers: Record<string, number> };

/** The reading half of a connection. */
export interface Source {
  /**
   * Makes the slot, publication and tables that the feed needs, or adapts them to these streams; a slot
   * that lost its log is replaced. Idempotent. After it returns, every later commit to these streams
   * reaches the feed. `created` is false when the feed's slot was there before, and whole.
   */
  prepare(feed: { feedId: string; streams: string[] }): Promise<{ created: boolean }>;
  /** Is the feed's slot there, with all that happened since it was last acknowledged? */
  isWhole(feedId: string): Promise<boolean>;
  /** Which history the system's positions belong to. @param request.reached the furthest position that the feed has read */
  history(request: { feedId: string; reached: Position }): Promise<SystemHistory>;
  /** Opens the feed where it was last acknowledged. */
  open(feed: { feedId: string; streams: string[] }): Promise<Feed>;
  /**
   * A position after everything committed so far. The call also makes the log move, so that every
   * open feed of this database passes the position soon even when nobody else writes.
   */
  head(): Promise<Position>;
  /**
   * The next chunk of at most `limit` rows after `cursor` (null: from the start), ordered by `key`;
   * where `within` is given, of that part of the stream alone. Throws `SCHEMA_CHANGED` where the
   * stream or a field is another one than `as` says.
   */
  snapshot(request: SnapshotRequest): Promise<SnapshotChunk>;
  /** Like `snapshot`, for many rows at a time, which are not taken apart. */
  copy(request: Omit<SnapshotRequest, 'within'>): Promise<CopiedRows>;
  /** Digests of its rows; null where the system cannot compute them. */
  readonly digests: RangeDigests | null;
  /** For each key: does it lie at or before the cursor, in the system's own order? */
  covers(request: { stream: string; key: string[]; cursor: string; keys: Row[] }): Promise<boolean[]>;
  /**
   * Current rows with these key values; absent ones are left out. Throws `SCHEMA_CHANGED` where the
   * stream or a field is another one than `as` says.
   */
  read(request: {
    stream: string;
    fields: string[];
    key: string[];
    keys: Row[];
    as?: StreamIdentity | null;
  }): Promise<Row[]>;
  /**
   * Which of these keys of another system, as this one spells them, would be one key of the stream: by
   * the rules of its fields, whatever rows it holds. Leaves nothing behind.
   */
  sameKeys(request: { stream: string; key: string[]; keys: AsyncIterable<Row[]> }): Promise<KeyCollisions>;
  /** How many rows the stream holds, counted no further than `atMost`. */
  count(request: { stream: string; atMost: number }): Promise<number>;
  /** The system's clock against ours: server time minus local time, and how sure that is (microseconds). */
  clock(): Promise<{ offset: number; uncertainty: number }>;
  /** The log that the feed's slot holds back. */
  retained(feedId: string): Promise<RetainedLog>;
}
