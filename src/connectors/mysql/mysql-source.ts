import type { SystemHistory } from '#core/change/history.ts';
import type { Position } from '#core/change/position.ts';
import type { RetainedLog, Source } from '#core/ports/source.ts';
import type { MysqlCatalog } from './mysql-catalog.ts';
import { measureMysqlClock } from './mysql-clock.ts';
import type { MysqlDatabase } from './mysql-database.ts';
import { MysqlFeeds } from './mysql-feeds.ts';
import { MysqlReading } from './mysql-reading.ts';

/** The reading half of a MySQL connection: its tables, and its log. */
export class MysqlSource extends MysqlReading implements Source {
  readonly #database: MysqlDatabase;
  readonly #feeds: MysqlFeeds;

  constructor(database: MysqlDatabase, catalog: MysqlCatalog) {
    super(database, catalog);
    this.#database = database;
    this.#feeds = new MysqlFeeds(database);
  }

  prepare(feed: { feedId: string; streams: string[] }): Promise<{ created: boolean }> {
    return this.#feeds.prepare(feed);
  }

  isWhole(feedId: string): Promise<boolean> {
    return this.#feeds.isWhole(feedId);
  }

  history(request: { feedId: string; reached: Position }): Promise<SystemHistory> {
    return this.#feeds.history(request);
  }

  open(feed: { feedId: string; streams: string[] }) {
    return this.#feeds.open(feed);
  }

  head(): Promise<Position> {
    return this.#feeds.head();
  }

  clock(): Promise<{ offset: number; uncertainty: number }> {
    return measureMysqlClock(this.#database);
  }

  retained(feedId: string): Promise<RetainedLog> {
    return this.#feeds.retained(feedId);
  }

  /** Closes every feed that is still open. */
  close(): Promise<void> {
    return this.#feeds.close();
  }
}
