import { setTimeout as sleep } from 'node:timers/promises';
import { createPool, type Pool } from 'mysql2/promise';
import { afterEach, describe, expect, test } from 'vitest';
import { mysqlConnector } from '#connectors/mysql/index.ts';
import { postgresConnector } from '#connectors/postgres/index.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import { startTcpProxy, type TcpProxy } from '#testing/faults/tcp-proxy.ts';
import { mariadbDatabase } from '#testing/mariadb/mariadb-database.ts';
import { type MariadbServer, startMariadb } from '#testing/mariadb/start-mariadb.ts';
import { type MariadbReplica, startMariadbReplica } from '#testing/mariadb/start-mariadb-replica.ts';
import { mysqlSystem } from '#testing/systems/mysql-system.ts';
import { postgresSystem } from '#testing/systems/postgres-system.ts';
import { type TestDatabase, testDatabase } from '#testing/test-database.ts';
import { testStore } from '#testing/test-store.ts';
import { compileLane } from './plan/compiled-lane.ts';
import { verifyLane } from './verify/verify-lane.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;

let primary: MariadbServer;
let replica: MariadbReplica;
let proxy: TcpProxy;
let databases: { left: TestDatabase; right: TestDatabase; store: TestDatabase };
let flow: Flow;
/** The left database on the replica. */
let there: Pool;

/** MariaDB on the left, which a replica follows, reached through an address that can move; PostgreSQL on the right. */
async function start(): Promise<void> {
  primary = await startMariadb();
  // Files are told apart by the second in which they were begun.
  await sleep(1100);
  replica = await startMariadbReplica(primary);
  proxy = await startTcpProxy(primary.adminUrl);
  const [left, right, store] = await Promise.all([
    mariadbDatabase('failover', primary.adminUrl),
    testDatabase('failover'),
    testStore('failover'),
  ]);
  databases = { left, right, store };
  const url = new URL(replica.server.adminUrl);
  url.pathname = left.name;
  there = createPool({ uri: url.href, multipleStatements: true });
  flow = await flowOnDatabases('failover', {
    systems: { left: mysqlSystem, right: postgresSystem },
    databases,
    leftSql: `CREATE TABLE l (id int PRIMARY KEY, a varchar(50));
      INSERT INTO l SELECT seq, CONCAT('first ', seq) FROM seq_1_to_20`,
    rightSql: 'CREATE TABLE r (id int PRIMARY KEY, a varchar(50)); ALTER TABLE r REPLICA IDENTITY FULL',
    lanes: [
      {
        left: 'l',
        right: 'public.r',
        mapping: { match: [['id', 'id']], fields: ['id', 'a'].map((name) => ({ left: name, right: name })) },
      },
    ],
    reach: (side, reached) => (side === 'left' ? proxy.through(reached) : reached),
  });
}

afterEach(async () => {
  flow.forgetFailure();
  await flow.close();
  await there.end();
  await proxy.close();
  await replica.stop();
  await databases.left.close().catch(() => undefined); // its server may have ended, as the test wants it
  await primary.stop();
  await Promise.all([databases.right.close(), databases.store.close()]);
}, 60_000);

const rightRows = async () =>
  (await flow.right.query<{ id: number; a: string }>('SELECT id, a FROM r ORDER BY id')).map(
    ({ id, a }) => `${id} ${a}`,
  );
const leftRowsThere = async () => {
  const [rows] = await there.query('SELECT id, a FROM l ORDER BY id');
  return (rows as { id: number; a: string }[]).map(({ id, a }) => `${id} ${a}`);
};
const isInRight = async (id: number) => (await rightRows()).some((row) => row.startsWith(`${id} `));

/** Until the store knows how far the right side has come. */
async function placesAreKept(): Promise<void> {
  const read = async () => JSON.stringify(await flow.store.query('SELECT places FROM lane_state'));
  const before = await read();
  await eventually('its place is kept', async () => (await read()) !== before);
}

async function refused(): Promise<string> {
  await flow.start({ untilLive: false });
  await eventually('the engine ends', () => flow.ended() !== null);
  const error = flow.ended();
  expect(error).toBeInstanceOf(SyncError);
  expect((error as SyncError).code).toBe('HISTORY_CHANGED');
  await flow.stop();
  return (error as SyncError).detail;
}

async function verifyThere() {
  const url = new URL(replica.server.adminUrl);
  url.pathname = databases.left.name;
  const sessions = {
    left: mysqlConnector.open(mysqlConnector.manifest.config.parse({ url: url.href })),
    right: postgresConnector.open(postgresConnector.manifest.config.parse({ url: flow.right.url })),
  };
  const report = await verifyLane({
    lane: compileLane(flow.flowId, flow.lanes[0]!),
    sessions,
    settle: async () => undefined,
    pendingKeys: async () => new Set(),
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
  await Promise.all([sessions.left.close(), sessions.right.close()]);
  return { checked: report.checked, differing: report.differing + report.onlyLeft + report.onlyRight };
}

describe('a MariaDB that fails over to its replica', () => {
  test('[E7] [E8] is followed under traffic: nothing is lost, nothing doubled, nobody asked', async () => {
    await start();
    await flow.start();
    await flow.stop();
    let over = false;
    const supervised = flow.keepRunning(() => over);
    // Each side writes records of its own, in transactions that take a moment, and changes the other one's first ones.
    let writing = true;
    let written = 0;
    const traffic = async (to: { query(sql: string): Promise<unknown> }, from: number, table: string) => {
      for (let i = 0; writing; i++) {
        const sql = `START TRANSACTION; INSERT INTO ${table} VALUES (${from + i}, 'new ${i}');
          UPDATE ${table} SET a = '${table} ${i}' WHERE id = ${from === 1000 ? 1 + (i % 5) : 11 + (i % 5)}; COMMIT`;
        await to.query(sql);
        written += 1;
        await sleep(5);
      }
    };
    const right = traffic(flow.right, 100_000, 'r');
    const left = traffic(flow.left, 1000, 'l');
    await eventually('it is carried', async () => (await rightRows()).length > 120);
    writing = false;
    await left;
    // Nothing reaches the primary any more; what it has logged, its replica gets.
    proxy.freeze(true);
    await replica.catchUp();
    await replica.promote();
    await primary.kill();
    proxy.lead(replica.server.adminUrl);
    proxy.freeze(false);
    await right;
    writing = true;
    const more = [traffic(there, 5000, 'l'), traffic(flow.right, 200_000, 'r')];
    await eventually('what is written on the replica is carried', () => isInRight(5020), 60);
    await eventually(
      'what is written on the other side gets there',
      async () => (await leftRowsThere()).some((row) => row.startsWith('200020 ')),
      60,
    );
    writing = false;
    await Promise.all(more);
    await eventually(
      'both sides agree',
      async () => (await rightRows()).join() === (await leftRowsThere()).join(),
      60,
    );
    const systemRead = async () => {
      const states = await flow.store.query(
        `SELECT split_part(system, '/', 1) AS system, "changedAt" FROM feed_state WHERE "feedId" LIKE '%_cl'`,
      );
      return states[0];
    };
    await eventually('what it now reads is written down', async () => (await systemRead())?.system === '2');
    over = true;
    await supervised;
    expect(await verifyThere()).toEqual({ checked: (await rightRows()).length, differing: 0 });
    expect((await rightRows()).length).toBe(20 + written);

    expect(await systemRead()).toEqual({ system: '2', changedAt: null });
    // Each insert has one line, from the side that it was made on, and it was applied there and then.
    const doubled = await flow.store.query(
      `SELECT record_key, side, count(*)::int FROM ledger_entry
       WHERE op = 'insert' AND cause = 'live' GROUP BY 1, 2 HAVING count(*) > 1`,
    );
    expect(doubled).toEqual([]);
    const lines = await flow.store.query<{ cause: string; status: string; n: number }>(
      `SELECT cause, status, count(*)::int AS n FROM ledger_entry WHERE op = 'insert' AND cause <> 'snapshot' GROUP BY 1, 2`,
    );
    expect(lines.filter(({ cause }) => cause !== 'live')).toEqual([]);
    expect(lines.reduce((sum, { n }) => sum + n, 0)).toBe(written);
  }, 240_000);

  test('[E8] a replica that lacks what was read is not followed before somebody says so', async () => {
    await start();
    await flow.start();
    await replica.catchUp();
    await replica.promote();
    await flow.left.query(`INSERT INTO l VALUES (21, 'only here')`);
    await eventually('it is carried', () => isInRight(21));
    await placesAreKept();
    await flow.stop();
    proxy.lead(replica.server.adminUrl);
    expect(await refused()).toMatch(/left: It lacks transactions that had been read: its log ends at \d+/);
    // What it writes now gets the numbers that the primary's had.
    await there.query(
      Array.from({ length: 20 }, (_, i) => `INSERT INTO l VALUES (${30 + i}, 'its own')`).join(';'),
    );
    expect(await refused()).toMatch(/left: Its log has .* in place of .*, which had been read/);
    await flow.start({ wantedAt: Date.now() * 1000 + 1_000_000 });
    await eventually(
      'both sides agree',
      async () => (await rightRows()).join() === (await leftRowsThere()).join(),
      60,
    );
    expect(await leftRowsThere()).toContain('21 only here');
    expect(await rightRows()).toContain('49 its own');
  }, 240_000);
});
