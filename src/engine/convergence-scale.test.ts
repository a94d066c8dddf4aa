import { afterEach, describe, expect, test } from 'vitest';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import type { FaultPoint } from '#testing/faults/fault-points.ts';
import { connectionOf, spawnEngine } from '#testing/faults/spawn-engine.ts';
import { startTcpProxy } from '#testing/faults/tcp-proxy.ts';
import { postgresSystem } from '#testing/systems/postgres-system.ts';

const PARKED = 10_000;
const CHANGES = 20;

const table = (name: string) =>
  `CREATE TABLE ${name} (id int PRIMARY KEY, name text); ALTER TABLE ${name} REPLICA IDENTITY FULL;`;
const lane = {
  left: 'public.l',
  right: 'public.r',
  mapping: { match: [['id', 'id']], fields: ['id', 'name'].map((name) => ({ left: name, right: name })) },
};

let flow: Awaited<ReturnType<typeof flowOnDatabases>> | null = null;
afterEach(async () => {
  await flow?.close();
  flow = null;
});

describe('[E9] many parked records', () => {
  test('a change costs as much with 10,000 of them as without, and a restart knows them all', {
    timeout: 120_000,
  }, async () => {
    const passed = new Map<FaultPoint, number>();
    const running = await flowOnDatabases('parked', {
      leftSql: table('l'),
      rightSql: `${table('r')} ALTER TABLE r ADD CONSTRAINT no_bad CHECK (name <> 'bad');`,
      lanes: [lane],
      faults: (point) => {
        passed.set(point, (passed.get(point) ?? 0) + 1);
        return false;
      },
    });
    flow = running;
    await running.start();
    const arrived = async (id: number) =>
      (await running.right.query('SELECT 1 FROM r WHERE id = $1', [id])).length === 1;
    /** Commits on target and store that so many changes take, one after the other. */
    const costOf = async (first: number): Promise<{ target: number; store: number }> => {
      passed.clear();
      for (let id = first; id < first + CHANGES; id += 1) {
        await running.left.query(`INSERT INTO l VALUES (${id}, 'good')`);
        await eventually('it arrives', () => arrived(id));
      }
      return {
        target: passed.get('target before commit') ?? 0,
        store: passed.get('store before commit') ?? 0,
      };
    };
    const without = await costOf(100_000);

    await running.left.query(`INSERT INTO l VALUES (0, 'bad')`);
    const parked = () => running.store.query(`SELECT body FROM pending_record WHERE state = 'parked'`);
    await eventually('one is parked', async () => (await parked()).length === 1);
    await running.stop();
    // All the others are like it, and wait for a person.
    await running.left.query(`INSERT INTO l SELECT i, 'bad' FROM generate_series(1, ${PARKED - 1}) i`);
    await running.store.query(`
      UPDATE pending_record SET "nextAttemptAt" = NULL, body = jsonb_set(body, '{nextAttemptAt}', 'null');
      INSERT INTO pending_record (id, "flowId", "laneId", "recordKey", state, body, code, detail, attempts, since, revision)
      SELECT 'p' || i, "flowId", "laneId", '["' || i || '"]', state,
        body || jsonb_build_object('recordKey', '["' || i || '"]',
          'leftKey', jsonb_build_object('id', i::text), 'rightKey', jsonb_build_object('id', i::text)),
        code, detail, attempts, since, revision
      FROM pending_record, generate_series(1, ${PARKED - 1}) i`);
    await running.start();
    // Their inserts are in the log: each is taken up by its record, which is tried again and parked again.
    await eventually(
      'every line is written, and all are parked',
      async () => {
        const [lines] = await running.store.query(
          `SELECT count(*)::int AS n FROM ledger_entry WHERE status = 'parked'`,
        );
        const pending = running.status()[0]?.pending;
        return lines?.n === PARKED && pending?.parked === PARKED && pending.reconcile === 0;
      },
      90,
    );
    await running.store.query(
      `UPDATE pending_record SET "nextAttemptAt" = NULL, body = jsonb_set(body, '{nextAttemptAt}', 'null')`,
    );
    await running.stop();
    await running.start();
    expect(running.status()[0]?.pending).toEqual({ reconcile: 0, held: 0, parked: PARKED });

    expect(await costOf(200_000)).toEqual(without);
    await running.left.query(`UPDATE l SET name = 'better' WHERE id = 7`);
    await eventually('a parked one comes through', () => arrived(7));
    await eventually('and is parked no more', () => running.status()[0]?.pending.parked === PARKED - 1);
  });
});

describe('[E16] a slow target', () => {
  test('a transaction far larger than what the engine may hold passes, whatever the target takes its time for', {
    timeout: 180_000,
  }, async () => {
    const running = await flowOnDatabases('slow', {
      leftSql: table('l'),
      rightSql: table('r'),
      lanes: [lane],
    });
    flow = running;
    const proxy = await startTcpProxy(running.right.url);
    proxy.delay(20);
    const { child, ended } = spawnEngine({
      store: running.store.url,
      left: connectionOf(postgresSystem, running.left.url),
      right: connectionOf(postgresSystem, proxy.through(running.right.url)),
      flow: running.flowId,
      epoch: await running.takeLease(),
      heap: 128,
    });
    let gone: Awaited<typeof ended> | null = null;
    void ended.then((end) => {
      gone = end;
    });
    try {
      await eventually('both logs are read', async () => {
        const slots = await running.store.query(
          `SELECT 1 FROM pg_replication_slots WHERE active AND database = ANY($1)`,
          [[running.left.name, running.right.name]],
        );
        return slots.length === 2;
      });
      // 100 MB of values in one transaction.
      await running.left.query(
        `INSERT INTO l SELECT i, repeat(chr(97 + i % 26), 1000) FROM generate_series(1, 100000) i`,
      );
      await eventually(
        'all of it arrives',
        async () => {
          if (gone) throw new Error(`the engine ended: ${JSON.stringify(gone)}`);
          return (await running.right.query('SELECT count(*)::int AS n FROM r'))[0]?.n === 100_000;
        },
        150,
      );
    } finally {
      child.kill('SIGTERM');
      await ended;
      await proxy.close();
    }
  });
});
