import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { type FeedOnMariadb, feedOnMariadb } from './feed-on-mariadb.ts';
import { type MariadbServer, startMariadb } from './start-mariadb.ts';

/** A server of the test file's own, whose log its tests begin anew, purge and write in every way; a feed for each test. */
export interface FeedsOnOwnMariadb {
  readonly server: MariadbServer;
  readonly on: FeedOnMariadb;
}

/** Each test finds a database and a feed of its own on the file's server. */
export function feedsOnOwnMariadb(): FeedsOnOwnMariadb {
  let server: MariadbServer;
  let on: FeedOnMariadb;
  beforeAll(async () => {
    server = await startMariadb({ 'max-allowed-packet': '64M' });
  });
  beforeEach(async () => {
    on = await feedOnMariadb(server.adminUrl);
  });
  afterEach(() => on.close());
  afterAll(() => server.stop());
  return {
    get server() {
      return server;
    },
    get on() {
      return on;
    },
  };
}
