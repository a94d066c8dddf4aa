import { setTimeout as sleep } from 'node:timers/promises';
import type { Position } from '#core/change/position.ts';
import { isLocked } from '#core/errors/is-locked.ts';
import type { MysqlDatabase } from './mysql-database.ts';
import { moveFeed, type StoredLog } from './mysql-feed-table.ts';
import type { MysqlStreamTables } from './mysql-stream-tables.ts';

/** What is acknowledged within this time is stored at once: a transaction in the system that is read. */
const SAVE_MILLISECONDS = 2_000;
const CLOSE_MILLISECONDS = 1_000;

type Listener = {
  /** The last transaction that was more than bookkeeping about feeds. */
  busyAt: () => Position;
  /** The feed is not stored any more. */
  gone: () => void;
  failed: (fault: unknown) => void;
};

/**
 * Stores how far a feed is acknowledged, now and then. Storing it is a change in the log, too: where there was
 * nothing else, nothing is stored, or feeds would keep each other awake for ever.
 */
export class FeedPlace {
  readonly #database: MysqlDatabase;
  readonly #feed: { feedId: string; tables: MysqlStreamTables };
  readonly #listener: Listener;
  #acknowledged: Position;
  #stored: Position;
  #timer: NodeJS.Timeout | null = null;
  #saving: Promise<void> = Promise.resolve();
  #closed = false;
  /** What was told, from the last acknowledged position on, with what is stored with each. */
  #told: { position: Position; log: StoredLog | null }[];

  /** @param feed where it is opened, and how */
  constructor(
    database: MysqlDatabase,
    feed: { feedId: string; position: Position; log: StoredLog | null; tables: MysqlStreamTables },
    listener: Listener,
  ) {
    this.#database = database;
    this.#feed = feed;
    this.#listener = listener;
    this.#acknowledged = feed.position;
    this.#stored = feed.position;
    this.#told = [{ position: feed.position, log: feed.log }];
  }

  /** The feed tells a position. */
  told(position: Position, log: StoredLog | null): void {
    this.#told.push({ position, log });
  }

  acknowledge(position: Position): void {
    if (position <= this.#acknowledged || this.#closed) return;
    this.#acknowledged = position;
    this.#told = this.#told.slice(Math.max(this.#told.findLastIndex(this.#isAcknowledged), 0));
    if (this.#worthStoring()) this.#timer ??= setTimeout(() => this.#save(), SAVE_MILLISECONDS);
  }

  /** Stores what is not, as far as the system answers: what is not stored comes again. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#worthStoring()) this.#save();
    await Promise.race([this.#saving, sleep(CLOSE_MILLISECONDS, undefined, { ref: false })]);
  }

  #worthStoring(): boolean {
    return this.#acknowledged > this.#stored && this.#listener.busyAt() > this.#stored;
  }

  #isAcknowledged = ({ position }: { position: Position }): boolean => position <= this.#acknowledged;

  #save(): void {
    this.#timer = null;
    this.#saving = this.#saving.then(async () => {
      const { position, log } = this.#told.findLast(this.#isAcknowledged)!;
      try {
        const { feedId, tables } = this.#feed;
        const isThere = await moveFeed(this.#database, feedId, {
          position,
          log,
          streams: tables.at(position),
        });
        tables.forgetBefore(position);
        this.#stored = position;
        if (!isThere) this.#listener.gone();
      } catch (error) {
        if (!isLocked(error)) this.#listener.failed(error);
        else if (!this.#closed) this.#timer ??= setTimeout(() => this.#save(), SAVE_MILLISECONDS);
      }
    });
  }
}
