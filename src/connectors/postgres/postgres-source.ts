import type { SystemHistory } from '#core/change/history.ts';
import type { Position } from '#core/change/position.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { lostFeed } from '#core/ports/lost-feed.ts';
import type { RangeDigests } from '#core/ports/range-digests.ts';
import type {
  CopiedRows,
  Feed,
  KeyCollisions,
  RetainedLog,
  SnapshotChunk,
  SnapshotRequest,
  Source,
  StreamIdentity,
} from '#core/ports/source.ts';
import type { Row } from '#core/values/value.ts';
import type { PostgresCatalog } from './postgres-catalog.ts';
import { createCheckpointTable } from './postgres-checkpoint-table.ts';
import { measurePostgresClock } from './postgres-clock.ts';
import { copyRows } from './postgres-copy.ts';
import type { PostgresDatabase } from './postgres-database.ts';
import { mayHaveChanged } from './postgres-errors.ts';
import { PostgresFeed } from './postgres-feed.ts';
import { readPostgresHistory } from './postgres-history.ts';
import { feedObjectName, OWN_PREFIX } from './postgres-names.ts';
import { positionFromLsn } from './postgres-position.ts';
import { preparePostgresFeed } from './postgres-prepare-feed.ts';
import { digestBuckets, digestRange, readBounds } from './postgres-range-digests.ts';
import { findSameKeys } from './postgres-same-keys.ts';
import { readSlot, type Slot, slotFeedSql } from './postgres-slot.ts';
import { coversKeys, readRows, readSnapshot } from './postgres-snapshot.ts';
import type { Table } from './postgres-table.ts';

/** How long a slot may still be held by a connection that is being ended. */
const BUSY_MILLISECONDS = 5000;

/** The reading half of a PostgreSQL connection. */
export class PostgresSource implements Source {
  readonly #database: PostgresDatabase;
  readonly #catalog: PostgresCatalog;
  readonly #feeds = new Set<Feed>();

  constructor(database: PostgresDatabase, catalog: PostgresCatalog) {
    this.#database = database;
    this.#catalog = catalog;
  }

  prepare(feed: { feedId: string; streams: string[] }): Promise<{ created: boolean }> {
    return preparePostgresFeed(this.#database, feed);
  }

  async isWhole(feedId: string): Promise<boolean> {
    const slot = await readSlot(this.#database, feedId);
    return slot !== null && slot.invalid === null;
  }

  history(): Promise<SystemHistory> {
    return readPostgresHistory(this.#database);
  }

  async open(feed: { feedId: string; streams: string[] }): Promise<Feed> {
    const slot = await this.#slot(feed.feedId);
    if (!slot) return lostFeed('SLOT_LOST', `The replication slot of feed ${feed.feedId} does not exist.`);
    if (slot.invalid) return lostFeed('SLOT_INVALIDATED', slot.invalid);
    const until = Date.now() + BUSY_MILLISECONDS;
    for (;;) {
      try {
        const opened = await PostgresFeed.open(this.#database, {
          ...feed,
          slot,
          onClose: (closed) => this.#feeds.delete(closed),
        });
        this.#feeds.add(opened);
        return opened;
      } catch (error) {
        if (!(error instanceof SyncError)) throw error;
        if (error.code === 'SLOT_LOST' || error.code === 'SLOT_INVALIDATED')
          return lostFeed(error.code, error.message);
        if (error.code !== 'SLOT_BUSY' || Date.now() > until) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  /** The message makes the log move; as part of a transaction it is flushed, and each feed reports it. */
  async head(): Promise<Position> {
    const rows = await this.#database.rows(
      `SELECT pg_logical_emit_message(true, '${OWN_PREFIX}', ''::text) AS lsn`,
    );
    return positionFromLsn(rows[0]!.lsn!);
  }

  async snapshot(request: SnapshotRequest): Promise<SnapshotChunk> {
    return this.#onTable(request.stream, (table) => readSnapshot(this.#database, table, request));
  }

  async copy(request: Omit<SnapshotRequest, 'within'>): Promise<CopiedRows> {
    return this.#onTable(request.stream, (table) => copyRows(this.#database, table, request));
  }

  async covers(request: { stream: string; key: string[]; cursor: string; keys: Row[] }): Promise<boolean[]> {
    return this.#onTable(request.stream, (table) => coversKeys(this.#database, table, request));
  }

  async read(request: {
    stream: string;
    fields: string[];
    key: string[];
    keys: Row[];
    as?: StreamIdentity | null;
  }): Promise<Row[]> {
    return this.#onTable(request.stream, (table) => readRows(this.#database, table, request));
  }

  readonly digests: RangeDigests = {
    bounds: (request) => this.#onTable(request.stream, (table) => readBounds(this.#database, table, request)),
    range: (request) => this.#onTable(request.stream, (table) => digestRange(this.#database, table, request)),
    buckets: (request) =>
      this.#onTable(request.stream, (table) => digestBuckets(this.#database, table, request)),
  };

  async sameKeys(request: {
    stream: string;
    key: string[];
    keys: AsyncIterable<Row[]>;
  }): Promise<KeyCollisions> {
    return findSameKeys(this.#database, await this.#catalog.table(request.stream), request);
  }

  async count({ stream, atMost }: { stream: string; atMost: number }): Promise<number> {
    return this.#onTable(stream, async (table) => {
      const rows = await this.#database.rows(
        `SELECT count(*) AS n FROM (SELECT FROM ${table.quoted} LIMIT ${Math.trunc(atMost)}) AS t`,
      );
      return Number(rows[0]!.n);
    });
  }

  clock(): Promise<{ offset: number; uncertainty: number }> {
    return measurePostgresClock(this.#database);
  }

  async retained(feedId: string): Promise<RetainedLog> {
    const rows = await this.#database.rows(
      `SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::bigint AS bytes,
         (SELECT setting::bigint * 1048576 FROM pg_settings
          WHERE name = 'max_slot_wal_keep_size' AND setting::bigint >= 0) AS most
       FROM pg_replication_slots WHERE ${slotFeedSql} = $1 AND database = current_database()`,
      [feedObjectName(feedId)],
    );
    const most = rows[0]?.most ?? null;
    return { bytes: Math.max(0, Number(rows[0]?.bytes ?? 0)), limit: most === null ? null : Number(most) };
  }

  /** A table that changed since we last looked is looked at again, once. */
  async #onTable<T>(stream: string, work: (table: Table) => Promise<T>): Promise<T> {
    try {
      return await work(await this.#catalog.table(stream));
    } catch (error) {
      if (!mayHaveChanged(error)) throw error;
      this.#catalog.forget([stream]);
      return work(await this.#catalog.table(stream));
    }
  }

  /** Closes every feed that is still open. */
  async close(): Promise<void> {
    await Promise.all([...this.#feeds].map((feed) => feed.close()));
    this.#feeds.clear();
  }

  async #slot(feedId: string): Promise<Slot | null> {
    // The feed's transactions are recognised by the checkpoint row: it must be there to be written.
    await createCheckpointTable(this.#database);
    return readSlot(this.#database, feedId);
  }
}
