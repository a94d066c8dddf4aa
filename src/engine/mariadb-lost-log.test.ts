import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SyncError } from '#core/errors/sync-error.ts';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import { mariadbDatabase } from '#testing/mariadb/mariadb-database.ts';
import { type MariadbServer, startMariadb } from '#testing/mariadb/start-mariadb.ts';
import { mysqlSystem } from '#testing/systems/mysql-system.ts';
import { postgresSystem } from '#testing/systems/postgres-system.ts';
import { type TestDatabase, testDatabase } from '#testing/test-database.ts';
import { testStore } from '#testing/test-store.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;

const fields = ['id', 'name', 'email'].map((name) => ({ left: name, right: name }));
let server: MariadbServer;
let databases: { left: TestDatabase; right: TestDatabase; store: TestDatabase };
let flow: Flow;

beforeAll(async () => {
  server = await startMariadb();
});

/** MariaDB on the left, PostgreSQL on the right, twelve records on both sides, and a flow that has met them. */
beforeEach(async () => {
  const [left, right, store] = await Promise.all([
    mariadbDatabase('lost_log', server.adminUrl),
    testDatabase('lost_log'),
    testStore('lost_log'),
  ]);
  databases = { left, right, store };
  flow = await flowOnDatabases('lost_log', {
    systems: { left: mysqlSystem, right: postgresSystem },
    databases,
    leftSql: `CREATE TABLE l (id int PRIMARY KEY, name varchar(50), email varchar(50));
      INSERT INTO l SELECT seq, CONCAT('name ', seq), CONCAT('mail ', seq) FROM seq_1_to_12`,
    rightSql: `CREATE TABLE r (id int PRIMARY KEY, name varchar(50), email varchar(50));
      ALTER TABLE r REPLICA IDENTITY FULL`,
    lanes: [
      {
        left: 'l',
        right: 'public.r',
        mapping: { direction: 'both', match: [['id', 'id']], fields },
        conflict: {
          rule: { kind: 'prefer', side: 'left' },
          deletes: { carry: 'both', againstUpdate: 'update' },
        },
      },
    ],
  });
  await flow.start();
  await eventually('the first sync is through', async () => (await rowsOf(flow.right, 'r')).length === 12);
});

afterEach(async () => {
  await flow.close();
  await Promise.all(Object.values(databases).map((database) => database.close()));
});

afterAll(() => server.stop());

const rowsOf = (database: TestDatabase, table: string) =>
  database.query(`SELECT id, name, email FROM ${table} ORDER BY id`);

async function changeInTheGap(): Promise<void> {
  await flow.left.query(`
    UPDATE l SET name = 'left' WHERE id IN (1, 7); DELETE FROM l WHERE id = 3; INSERT INTO l VALUES (21, 'new left', NULL)`);
  await flow.right.query(`
    UPDATE r SET name = 'right' WHERE id IN (2, 7); DELETE FROM r WHERE id = 4; INSERT INTO r VALUES (22, 'new right', NULL)`);
}

async function agree(): Promise<void> {
  await eventually('both sides agree', async () => {
    const [left, right] = await Promise.all([rowsOf(flow.left, 'l'), rowsOf(flow.right, 'r')]);
    return JSON.stringify(left) === JSON.stringify(right);
  });
}

async function goesOn(id: number): Promise<void> {
  await flow.left.query(`INSERT INTO l VALUES (${id}, 'later', NULL)`);
  await flow.right.query(`INSERT INTO r VALUES (${id + 1}, 'later', NULL)`);
  await agree();
  expect((await rowsOf(flow.left, 'l')).filter((row) => Number(row.id) >= id)).toHaveLength(2);
}

describe('a binary log that no longer holds what a flow had to read', { timeout: 120_000 }, () => {
  test('[E8] [E17] purged: both sides are compared, and the flow goes on', async () => {
    await flow.stop();
    await changeInTheGap();
    await flow.left.query('FLUSH BINARY LOGS');
    const [{ Log_name: last } = { Log_name: '' }] = (await flow.left.query('SHOW BINARY LOGS')).slice(-1);
    await eventually('the old files are gone', async () => {
      await flow.left.query(`PURGE BINARY LOGS TO '${last}'`);
      return (await flow.left.query('SHOW BINARY LOGS')).length === 1;
    });
    await flow.start();
    await agree();
    const names = new Map((await rowsOf(flow.right, 'r')).map(({ id, name }) => [id, name]));
    expect([1, 2, 7, 21, 22].map((id) => names.get(id))).toEqual([
      'left',
      'right',
      'left',
      'new left',
      'new right',
    ]);
    expect((await flow.ledger()).filter(({ cause }) => cause === 'repair').length).toBeGreaterThan(0);
    await goesOn(31);
  });

  test('[E8] [E17] begun anew: nothing goes on before somebody says so, and then both sides are compared', async () => {
    await flow.left.query(`INSERT INTO l VALUES (13, 'thirteen', NULL)`);
    await eventually('its place is kept', async () => {
      const [row] = await flow.store.query<{ places: { left?: unknown } }>('SELECT places FROM lane_state');
      return row?.places.left !== undefined && (await rowsOf(flow.right, 'r')).length === 13;
    });
    await flow.stop();
    await changeInTheGap();
    // The beginning of a file is known by its second.
    await sleep(1100);
    await flow.left.query('RESET MASTER');
    await flow.left.query('FLUSH BINARY LOGS; FLUSH BINARY LOGS');
    await flow.start({ untilLive: false });
    await eventually('the engine ends', () => flow.ended() !== null);
    const error = flow.ended();
    expect(error).toBeInstanceOf(SyncError);
    expect(error).toMatchObject({
      code: 'HISTORY_CHANGED',
      detail: expect.stringMatching(/left: It lacks transactions that had been read/),
    });
    await flow.stop();
    await flow.start({ wantedAt: Date.now() * 1000 + 1_000_000 });
    await agree();
    expect((await rowsOf(flow.right, 'r')).map(({ id }) => id)).toContain(21);
    await goesOn(41);
  });
});
