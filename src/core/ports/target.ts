import type { Place } from '../change/position.ts';
import type { ErrorCode } from '../errors/codes.ts';
import type { FailedAt } from '../errors/failed-at.ts';
import type { NeutralType } from '../values/neutral-type.ts';
import type { TextRows } from '../values/text-rows.ts';
import type { Row } from '../values/value.ts';
import type { TableMaker } from './table-maker.ts';

/** What to do to one record. Within one batch each record of a stream appears at most once. */
export type Write = {
  /** Checkpoint row under which it is written (see `writerTag`). */
  tag: string;
  stream: string;
  op: 'insert' | 'update' | 'delete' | 'upsert';
  /** The fields that find the record, with their values now on the target. */
  key: Row;
  /**
   * For update and delete: the values that these fields must hold, or the write is `missed`.
   * Null writes whatever the target holds. An insert is guarded by the record's absence, always.
   */
  guard: Row | null;
  /** Values to write (insert and upsert: with the key's; update: only what changes, the key too if it changes). */
  set: Row;
  /**
   * Fields to be compared in a coarser domain than their own (E13): the target's value is cast to
   * this type first. The same object for every write of a lane side.
   */
  compareAs?: Record<string, NeutralType>;
};

/** What became of a write. */
export type WriteOutcome =
  | { status: 'applied' }
  /** The target already holds the result. */
  | { status: 'unchanged' }
  /** The guard did not hold; `existing` is what stands there (guard, set and key fields), null if nothing. */
  | { status: 'missed'; existing: Row | null }
  | { status: 'failed'; code: ErrorCode; message: string; detail: string; at?: FailedAt | null };

/** How far a lane side has applied its source, as stored on the target itself. */
export type Checkpoint = Place & { tag: string; epoch: number };

/** A checkpoint as it is found; `at` is when the lane last wrote to the side, by the side's clock, null where it never did. */
export type StoredCheckpoint = Checkpoint & { at: number | null };

/** Writes that follow one another in a target's open transaction. */
export type WriteBatch = {
  /** In source order. */
  writes: Write[];
  /** Stored atomically with the rows. A tag without a place here writes under its old place. */
  checkpoints: Checkpoint[];
  /** The lease's epoch for tags that are only marked, not advanced. */
  epoch: number;
};

/** What is written to a target and becomes visible at once. */
export interface TargetTransaction {
  /**
   * Runs the writes behind those of earlier calls; gives one outcome per write. Rows are grouped by
   * shape into one statement each; where a group fails, the batch runs again in source order and is
   * bisected to the failing rows, which alone are `failed`. Throws for faults that are not a row's own
   * (connection, privileges, deadlock, `LEASE_STALE` when a newer epoch has written): then nothing of
   * the transaction remains, and only `rollback` may follow.
   */
  write(batch: WriteBatch): Promise<WriteOutcome[]>;
  /** Durable and visible when it returns. */
  commit(): Promise<void>;
  /** Leaves nothing of it behind. */
  rollback(): Promise<void>;
}

/** Rows to be loaded into a stream that most likely holds none of them. */
export type LoadRequest = {
  /** Checkpoint row under which they are written. */
  tag: string;
  epoch: number;
  stream: string;
  /** What each row's values are, in order. */
  fields: string[];
  rows: TextRows;
};

/** The writing half of a connection. */
export interface Target {
  /** Makes the checkpoint rows of these tags, if they are not there. */
  prepare(tags: string[]): Promise<void>;
  checkpoints(tags: string[]): Promise<Map<string, StoredCheckpoint>>;
  /**
   * So many new values of a field that the system fills in by itself (a sequence, a default), each
   * given out once and held by no row. Throws `LINK_KEY_UNFIT` for a field that has no such default.
   */
  takeKeys(stream: string, field: string, count: number): Promise<string[]>;
  /**
   * Loads rows in one transaction, durable when it returns. `refused` where the system takes not all of
   * them (a key is there already, a value does not fit): then it has taken none.
   */
  load(request: LoadRequest): Promise<'loaded' | 'refused'>;
  /** Makes and alters streams; null where the system's streams are not ours to make. */
  readonly tables: TableMaker | null;
  /** Opens a transaction; it must be ended by `commit` or `rollback`. */
  begin(): Promise<TargetTransaction>;
}
