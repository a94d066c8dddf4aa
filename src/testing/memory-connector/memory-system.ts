import type { Position } from '#core/change/position.ts';
import type { Checkpoint } from '#core/ports/target.ts';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import type { Row } from '#core/values/value.ts';
import type { OutsideWrite } from '../contract/connector-fixture.ts';
import { MemoryTables } from './memory-tables.ts';

/** A stream of the memory system: what it looks like, and which rows it refuses. */
export type MemoryStream = {
  schema: StreamSchema;
  /** Why the row is refused, or null. */
  check?: (row: Row) => string | null;
};

/** What a transaction did, in order: rows that changed, and checkpoint rows that mark whose they are. */
export type MemoryEntry =
  | { kind: 'mark'; tag: string }
  | { kind: 'truncate'; stream: string }
  | {
      kind: 'change';
      stream: string;
      op: 'insert' | 'update' | 'delete';
      before: Row | null;
      after: Row | null;
    };

export type MemoryTransaction = { position: Position; commitTime: number; entries: MemoryEntry[] };

/** A feed's place in the log, and from where on it sees each stream. */
export type MemorySlot = { acknowledged: Position; since: Map<string, Position>; open: boolean };

/** A database in memory whose log, slots and checkpoints a test can look at. */
export class MemorySystem {
  readonly streams: Map<string, MemoryStream>;
  readonly log: MemoryTransaction[] = [];
  readonly slots = new Map<string, MemorySlot>();
  readonly checkpoints = new Map<string, Checkpoint>();
  /** When rows were last written under a tag, by this system's clock. */
  readonly written = new Map<string, number>();
  /** Added to this machine's time for commit times, microseconds. */
  clockOffset = 0;
  tables: MemoryTables;
  readonly #listeners = new Set<() => void>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(streams: MemoryStream[]) {
    this.streams = new Map(streams.map((stream) => [stream.schema.name, stream]));
    this.tables = new MemoryTables(this.streams);
  }

  /** The position of the last commit. */
  get position(): Position {
    return positionAt(this.log.length);
  }

  /** Commits these writes as one transaction of somebody else; a refused one leaves nothing. */
  write(writes: OutsideWrite[]): Promise<void> {
    return this.exclusive(async () => {
      const tables = this.tables.copy();
      const entries = writes.flatMap((write) => tables.outside(write));
      this.tables = tables;
      this.commit(entries);
    });
  }

  rows(stream: string): Row[] {
    return this.tables.rows(stream);
  }

  /** Appends a transaction to the log and tells the feeds. */
  commit(entries: MemoryEntry[]): Position {
    const position = positionAt(this.log.length + 1);
    this.log.push({ position, commitTime: Date.now() * 1000 + this.clockOffset, entries });
    for (const listener of this.#listeners) listener();
    return position;
  }

  /** One transaction at a time. */
  exclusive<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    // The next in line does not care how this one ended; its own caller does.
    this.#turn = turn.catch(() => {});
    return turn;
  }

  /** Calls back after each commit, until the returned function is called. */
  onCommit(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** The n-th commit's position, from 1. */
function positionAt(n: number): Position {
  return String(n).padStart(12, '0');
}
