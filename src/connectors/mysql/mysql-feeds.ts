import { setTimeout as sleep } from 'node:timers/promises';
import type { SystemHistory } from '#core/change/history.ts';
import type { Position } from '#core/change/position.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { lostFeed } from '#core/ports/lost-feed.ts';
import type { Feed, RetainedLog } from '#core/ports/source.ts';
import { createCheckpointTable } from './mysql-checkpoint-table.ts';
import type { MysqlDatabase } from './mysql-database.ts';
import { MysqlFeed } from './mysql-feed.ts';
import { createFeedTable, moveLog, readFeed } from './mysql-feed-table.ts';
import { parseGtidPosition } from './mysql-gtid-position.ts';
import { readMysqlHistory } from './mysql-history.ts';
import { locateFeed } from './mysql-locate-feed.ts';
import { MysqlLog } from './mysql-log.ts';
import { prepareMysqlFeed } from './mysql-prepare-feed.ts';
import { readRetainedLog } from './mysql-retained-log.ts';
import { MysqlStreamTables } from './mysql-stream-tables.ts';
import type { FeedTrouble } from './mysql-trace-log.ts';

/** How long a feed may still be held by a connection that is being ended. */
const BUSY_MILLISECONDS = 5000;

/** Everything of a source that is about its log. */
export class MysqlFeeds {
  readonly #database: MysqlDatabase;
  readonly #log: MysqlLog;
  readonly #open = new Set<Feed>();
  #nextHead: Promise<Position> | null = null;
  #runningHead: Promise<unknown> = Promise.resolve();

  constructor(database: MysqlDatabase) {
    this.#database = database;
    this.#log = new MysqlLog(database);
  }

  prepare(feed: { feedId: string; streams: string[] }): Promise<{ created: boolean }> {
    return prepareMysqlFeed(this.#database, this.#log, feed);
  }

  async isWhole(feedId: string): Promise<boolean> {
    const stored = await readFeed(this.#database, feedId);
    return stored !== null && (await locateFeed(this.#database, this.#log, stored)).code === null;
  }

  history(request: { feedId: string; reached: Position }): Promise<SystemHistory> {
    return readMysqlHistory(this.#database, this.#log, request);
  }

  async open(feed: { feedId: string; streams: string[] }): Promise<Feed> {
    // The feed's transactions are recognised by the checkpoint row: it must be there to be written.
    await createCheckpointTable(this.#database);
    const stored = await readFeed(this.#database, feed.feedId);
    if (!stored) return lostFeed('SLOT_LOST', 'Nothing is stored of the feed in the database.');
    const start = await locateFeed(this.#database, this.#log, stored);
    if (start.code !== null) return lostFeed(start.code, start.detail);
    const wanted = Object.entries(stored.streams).filter(([stream]) => feed.streams.includes(stream));
    const { position } = stored;
    const tables = new MysqlStreamTables(this.#database, this.#log, {
      position,
      streams: Object.fromEntries(wanted),
    });
    await tables.open();
    const opened = await this.#whenFree(() =>
      MysqlFeed.open(this.#database, {
        feedId: feed.feedId,
        stored,
        start,
        log: this.#log,
        judge: (reached) => this.#judge(feed.feedId, reached),
        tables,
        onClose: (closed) => this.#open.delete(closed),
      }),
    );
    this.#open.add(opened);
    return opened;
  }

  /** The statement makes the log move, and each feed passes it. Who asks while it runs shares the next one. */
  head(): Promise<Position> {
    this.#nextHead ??= this.#runningHead.then(() => {
      this.#nextHead = null;
      const head = this.#moveAndLook();
      // Its failure is told to those who asked for it.
      this.#runningHead = head.catch(() => undefined);
      return head;
    });
    return this.#nextHead;
  }

  /** The log behind the place where the feed stands. */
  retained(feedId: string): Promise<RetainedLog> {
    return readRetainedLog(this.#database, this.#log, feedId);
  }

  /** Closes every feed that is still open. */
  async close(): Promise<void> {
    await Promise.all([...this.#open].map((feed) => feed.close()));
    this.#open.clear();
  }

  async #judge(feedId: string, reached: Position): Promise<FeedTrouble | null> {
    const stored = await readFeed(this.#database, feedId);
    if (stored === null)
      return { code: 'SLOT_LOST', detail: 'Nothing is stored of the feed in the database.' };
    const found = await locateFeed(this.#database, this.#log, stored, parseGtidPosition(reached));
    return found.code === null ? null : found;
  }

  async #moveAndLook(): Promise<Position> {
    await createFeedTable(this.#database);
    await moveLog(this.#database);
    return this.#log.endPosition();
  }

  /** A connection that was closed holds its feed until the server has noticed. */
  async #whenFree<T>(open: () => Promise<T>): Promise<T> {
    const until = Date.now() + BUSY_MILLISECONDS;
    for (;;) {
      try {
        return await open();
      } catch (error) {
        if (!(error instanceof SyncError) || error.code !== 'SLOT_BUSY' || Date.now() > until) throw error;
        await sleep(100);
      }
    }
  }
}
