import { setTimeout as sleep } from 'node:timers/promises';
import { MysqlDatabase } from '#connectors/mysql/mysql-database.ts';
import { MysqlFeeds } from '#connectors/mysql/mysql-feeds.ts';
import { MysqlConfig } from '#connectors/mysql/mysql-manifest.ts';
import type { ChangeEvent } from '#core/change/change-event.ts';
import type { SystemHistory } from '#core/change/history.ts';
import type { Position } from '#core/change/position.ts';
import { FeedReader } from '../contract/feed-reader.ts';
import type { TestDatabase } from '../test-database.ts';
import { mariadbDatabase } from './mariadb-database.ts';

/** A database of its own, and a feed `f` over streams of it. */
export type FeedOnMariadb = {
  database: TestDatabase;
  feeds: MysqlFeeds;
  /** What the feeds reach the database by. */
  reaching: MysqlDatabase;
  prepare(...streams: string[]): Promise<{ created: boolean }>;
  open(...streams: string[]): Promise<FeedReader>;
  /** Prepares and opens. */
  read(...streams: string[]): Promise<FeedReader>;
  /** What the server's log says of a position that was read of it. */
  history(reached: Position): Promise<SystemHistory['log']>;
  close(): Promise<void>;
};

/** @param adminUrl root's URL of another server than the one that all tests share */
export async function feedOnMariadb(adminUrl?: string): Promise<FeedOnMariadb> {
  const database = await mariadbDatabase('feed', adminUrl);
  const reaching = new MysqlDatabase(MysqlConfig.parse({ url: database.url }));
  const feeds = new MysqlFeeds(reaching);
  const prepare = (...streams: string[]) => feeds.prepare({ feedId: 'f', streams });
  const open = async (...streams: string[]) => new FeedReader(await feeds.open({ feedId: 'f', streams }));
  return {
    database,
    feeds,
    reaching,
    prepare,
    open,
    async read(...streams) {
      await prepare(...streams);
      return open(...streams);
    },
    history: async (reached) => (await feeds.history({ feedId: 'f', reached })).log,
    async close() {
      await feeds.close();
      await reaching.close();
      await database.close();
    },
  };
}

/** The events that ask for a repair. */
export function resetsOf(reader: FeedReader): ChangeEvent[] {
  return reader.events.filter(({ kind }) => kind === 'reset-required');
}

/** Waits until it holds. */
export async function untilItHolds(holds: () => Promise<boolean>): Promise<void> {
  const until = Date.now() + 20_000;
  while (!(await holds())) {
    if (Date.now() > until) throw new Error('It did not come about');
    await sleep(50);
  }
}
