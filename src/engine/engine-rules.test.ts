import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { SyncError } from '#core/errors/sync-error.ts';
import {
  eventually,
  type FlowOnDatabasesOptions,
  flowOnDatabases,
} from '#testing/engine/flow-on-databases.ts';
import { passHeads } from './reconcile/lane-routes.ts';
import { verifyLane } from './verify/verify-lane.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;

const people = (table: string) => `
  CREATE TABLE ${table} (id int PRIMARY KEY, name text, email text UNIQUE);
  ALTER TABLE ${table} REPLICA IDENTITY FULL;`;
const fields = ['id', 'name', 'email'].map((name) => ({ left: name, right: name }));
const lane = (mapping: object = {}, conflict: object = {}) => ({
  left: 'public.l',
  right: 'public.r',
  mapping: { match: [['id', 'id']], fields, ...mapping },
  conflict,
});

let flow: Flow | null = null;
async function start(label: string, options: Partial<FlowOnDatabasesOptions> = {}): Promise<Flow> {
  flow = await flowOnDatabases(label, {
    leftSql: people('l'),
    rightSql: people('r'),
    lanes: [lane()],
    ...options,
  });
  await flow.start();
  return flow;
}
afterEach(async () => {
  await flow?.close();
  flow = null;
});

const names = async (db: Flow['left'], table: string) =>
  (await db.query(`SELECT id, name FROM ${table} ORDER BY id`)).map((row) => `${row.id} ${row.name}`);

describe('engine rules', () => {
  test('[E1] an engine whose lease was taken over can write no more', async () => {
    const running = await start('e1');
    await running.pool.query('UPDATE deployment SET epoch = epoch + 1');
    await running.left.query(`INSERT INTO l VALUES (1, 'Ann', 'a')`);
    await eventually('it stops', () => running.ended() !== null);
    const outcome = running.ended();
    expect(outcome).toBeInstanceOf(SyncError);
    expect((outcome as SyncError).code).toBe('LEASE_STALE');
    expect(await names(running.right, 'r')).toEqual([]);
    running.forgetFailure();
  });

  test('[E2] [E16] a transaction larger than a batch arrives whole, with a line for every change', async () => {
    const running = await start('e2');
    await running.left.query(`INSERT INTO l SELECT i, 'n' || i, 'e' || i FROM generate_series(1, 12000) i`);
    await eventually(
      'all rows',
      async () => (await running.right.query('SELECT count(*)::int AS n FROM r'))[0]?.n === 12_000,
      60,
    );
    await eventually('all lines', async () => (await running.ledger()).length === 12_000);
    expect((await running.ledger()).every((line) => line.status === 'applied')).toBe(true);
  });

  test('[E2] rows of one transaction over two lanes become visible at once, parents before children', async () => {
    const running = await start('e2_lanes', {
      leftSql: `${people('l')} CREATE TABLE lo (id int PRIMARY KEY, l_id int REFERENCES l, note text); ALTER TABLE lo REPLICA IDENTITY FULL;`,
      rightSql: `${people('r')} CREATE TABLE ro (id int PRIMARY KEY, r_id int REFERENCES r, note text); ALTER TABLE ro REPLICA IDENTITY FULL;`,
      lanes: [
        {
          left: 'public.lo',
          right: 'public.ro',
          mapping: {
            match: [['id', 'id']],
            fields: [
              { left: 'id', right: 'id' },
              { left: 'l_id', right: 'r_id' },
              { left: 'note', right: 'note' },
            ],
          },
        },
        lane(),
      ],
    });
    await running.left.query(
      `BEGIN; INSERT INTO l VALUES (1, 'Ann', 'a'); INSERT INTO lo VALUES (7, 1, 'first'); COMMIT`,
    );
    await eventually(
      'the child is there',
      async () => (await running.right.query('SELECT * FROM ro')).length === 1,
    );
    const [row] = await running.right.query(`SELECT r.xmin::text = ro.xmin::text AS together FROM r, ro`);
    expect(row?.together).toBe(true);
    await running.left.query(`BEGIN; DELETE FROM lo; DELETE FROM l; COMMIT`);
    await eventually(
      'both are gone',
      async () => (await running.right.query('SELECT id FROM r')).length === 0,
    );
    expect((await running.ledger()).map((line) => line.status)).toEqual([
      'applied',
      'applied',
      'applied',
      'applied',
    ]);
  });

  test('[E8] an idle flow lets the source forget what others write', async () => {
    const running = await start('e8');
    await running.left.query('CREATE TABLE other (t text)');
    const position = async () =>
      String(
        (
          await running.left.query(
            `SELECT confirmed_flush_lsn::text AS at FROM pg_replication_slots WHERE database = current_database()`,
          )
        )[0]?.at,
      );
    const [target] = await running.left.query(
      `INSERT INTO other SELECT repeat('x', 1000) FROM generate_series(1, 2000) RETURNING pg_current_wal_insert_lsn()::text AS at`,
    );
    await eventually('the slot moves on', async () => {
      const [row] = await running.left.query(`SELECT $1::pg_lsn >= $2::pg_lsn AS past`, [
        await position(),
        target?.at,
      ]);
      return row?.past === true;
    });
  });

  test('[E9] a record that the target refuses is parked, the others go on, and it comes through when it can', async () => {
    const running = await start('e9');
    await running.right.query(`INSERT INTO r VALUES (50, 'Holder', 'taken')`);
    await eventually(
      'the holder is on both sides',
      async () => (await names(running.left, 'l')).length === 1,
    );
    await running.left.query(`DELETE FROM l WHERE id = 50`);
    await eventually('gone', async () => (await names(running.right, 'r')).length === 0);
    await running.right.query(`ALTER TABLE r ADD CONSTRAINT no_bad CHECK (name <> 'bad')`);
    await running.left.query(`INSERT INTO l VALUES (1, 'bad', 'x'), (2, 'good', 'y')`);
    await eventually(
      'the good one arrives',
      async () => (await names(running.right, 'r')).join() === '2 good',
    );
    await eventually(
      'the bad one is parked',
      async () =>
        (await running.store.query(`SELECT 1 FROM pending_record WHERE state = 'parked'`)).length === 1,
    );
    const parked = (await running.ledger()).find((line) => line.status === 'parked');
    expect(parked).toMatchObject({ code: 'CHECK_VIOLATION', record_key: '["1"]' });
    await running.left.query(`UPDATE l SET name = 'better' WHERE id = 1`);
    await eventually(
      'it comes through',
      async () => (await names(running.right, 'r')).join() === '1 better,2 good',
    );
    await eventually(
      'nothing is parked',
      async () => (await running.store.query('SELECT 1 FROM pending_record')).length === 0,
    );
    const lines = (await running.ledger()).filter((line) => line.record_key === '["1"]');
    expect(lines.map((line) => line.status)).toEqual(['applied', 'applied']);
  });

  test('[E9] a record that refers to a parked one waits for it', async () => {
    const running = await start('e9_parent', {
      leftSql: `${people('l')} CREATE TABLE lo (id int PRIMARY KEY, l_id int REFERENCES l); ALTER TABLE lo REPLICA IDENTITY FULL;`,
      rightSql: `${people('r')} ALTER TABLE r ADD CHECK (name <> 'bad'); CREATE TABLE ro (id int PRIMARY KEY, r_id int REFERENCES r); ALTER TABLE ro REPLICA IDENTITY FULL;`,
      lanes: [
        lane(),
        {
          left: 'public.lo',
          right: 'public.ro',
          mapping: {
            match: [['id', 'id']],
            fields: [
              { left: 'id', right: 'id' },
              { left: 'l_id', right: 'r_id' },
            ],
          },
        },
      ],
    });
    await running.left.query(`INSERT INTO l VALUES (1, 'bad', 'x')`);
    await running.left.query(`INSERT INTO lo VALUES (9, 1)`);
    await eventually(
      'both are parked',
      async () =>
        (await running.store.query(`SELECT 1 FROM pending_record WHERE state = 'parked'`)).length === 2,
    );
    await running.left.query(`UPDATE l SET name = 'good' WHERE id = 1`);
    await eventually(
      'the child follows',
      async () => (await running.right.query('SELECT * FROM ro')).length === 1,
    );
    await eventually(
      'nothing is parked',
      async () => (await running.store.query('SELECT 1 FROM pending_record')).length === 0,
    );
  });

  test('[E11] deletes that a lane does not carry are skipped and said so', async () => {
    const running = await start('e11', {
      lanes: [lane({}, { deletes: { carry: 'none', againstUpdate: 'update' } })],
    });
    await running.left.query(`INSERT INTO l VALUES (1, 'Ann', 'a')`);
    await eventually('it arrives', async () => (await names(running.right, 'r')).length === 1);
    await running.left.query('DELETE FROM l');
    await eventually('a line says so', async () =>
      (await running.ledger()).some((line) => line.code === 'DELETE_IGNORED'),
    );
    expect(await names(running.right, 'r')).toEqual(['1 Ann']);
  });

  test('[E3] a one-way lane overwrites what the target holds and carries nothing back', async () => {
    const running = await start('one_way', {
      leftSql: `${people('l')} INSERT INTO l VALUES (1, 'Ann', 'a'), (2, 'Bob', 'b');`,
      rightSql: `${people('r')} INSERT INTO r VALUES (2, 'Robert', 'b'), (3, 'Own', 'o');`,
      lanes: [lane({ direction: 'forward' })],
    });
    expect(await names(running.right, 'r')).toEqual(['1 Ann', '2 Bob', '3 Own']);
    await running.right.query(`UPDATE r SET name = 'Changed here' WHERE id = 1`);
    await running.left.query(`UPDATE l SET email = 'new' WHERE id = 1`);
    await eventually('overwritten', async () => (await names(running.right, 'r'))[0] === '1 Ann');
    expect(await names(running.left, 'l')).toEqual(['1 Ann', '2 Bob']);
  });

  test('a field that goes one way is not carried back and stops nothing', async () => {
    const running = await start('one_field', {
      lanes: [
        lane({
          fields: [
            { left: 'id', right: 'id' },
            { left: 'name', right: 'name', direction: 'forward' },
            { left: 'email', right: 'email' },
          ],
        }),
      ],
    });
    await running.left.query(`INSERT INTO l VALUES (1, 'Ann', 'a')`);
    await eventually('it arrives', async () => (await names(running.right, 'r')).length === 1);
    await running.right.query(`UPDATE r SET name = 'Mine' WHERE id = 1`);
    await running.right.query(`UPDATE r SET email = 'b' WHERE id = 1`);
    await eventually(
      'the e-mail is carried',
      async () => (await running.left.query('SELECT email FROM l'))[0]?.email === 'b',
    );
    expect(await names(running.left, 'l')).toEqual(['1 Ann']);
    expect(await names(running.right, 'r')).toEqual(['1 Mine']);
  });

  test('a key that changes renames the record on the other side', async () => {
    const running = await start('rename');
    await running.left.query(`INSERT INTO l VALUES (1, 'Ann', 'a')`);
    await eventually('it arrives', async () => (await names(running.right, 'r')).length === 1);
    const [before] = await running.right.query('SELECT ctid FROM r');
    expect(before).toBeDefined();
    await running.left.query('UPDATE l SET id = 9 WHERE id = 1');
    await eventually('it is renamed', async () => (await names(running.right, 'r')).join() === '9 Ann');
    const live = (await running.ledger()).filter((line) => line.op !== 'insert');
    expect(live.map((line) => `${line.op} ${line.status}`)).toEqual(['update applied']);
  });

  test('[E9] a record whose key does not fit the other side fails alone, at the first meeting and live', async () => {
    const running = await start('misfit', {
      leftSql: `${people('l')} INSERT INTO l VALUES (1, 'Ann', 'a');`,
      rightSql: `CREATE TABLE r (id bigint PRIMARY KEY, name text, email text); ALTER TABLE r REPLICA IDENTITY FULL;
        INSERT INTO r VALUES (99999999999, 'Too large', 'x'), (2, 'Bob', 'b');`,
    });
    expect(await names(running.left, 'l')).toEqual(['1 Ann', '2 Bob']);
    await running.right.query(
      `INSERT INTO r VALUES (88888888888, 'Too large as well', 'y'), (3, 'Cid', 'c')`,
    );
    await eventually('the others go on', async () => (await names(running.left, 'l')).length === 3);
    const failed = (await running.ledger()).filter((line) => line.status === 'failed');
    expect(failed.map((line) => `${line.cause} ${line.code} ${line.record_key}`)).toEqual([
      'snapshot CAST_FAILED ["99999999999"]',
      'live CAST_FAILED ["88888888888"]',
    ]);
    const [lane] = running.engine.lanes;
    if (!lane) throw new Error('no lane');
    const report = await verifyLane({
      lane: lane.runtime.lane,
      sessions: lane.runtime.sessions,
      settle: () => passHeads(lane),
      pendingKeys: async () => new Set(),
      onProgress: () => undefined,
      signal: new AbortController().signal,
    });
    expect(report).toMatchObject({ checked: 5, differing: 0, onlyLeft: 0, onlyRight: 2, pending: 0 });
  });

  test('[E6] two values that chase each other around a ring of lanes come to rest', {
    timeout: 90_000,
  }, async () => {
    const table = (name: string) =>
      `CREATE TABLE ${name} (id int PRIMARY KEY, name text); ALTER TABLE ${name} REPLICA IDENTITY FULL;`;
    const mapping = { match: [['id', 'id']], fields: fields.slice(0, 2) };
    const running = await start('ring', {
      leftSql: `${table('l1')} ${table('l2')} INSERT INTO l1 SELECT i, 'n' FROM generate_series(1, 10) i;`,
      rightSql: table('r1'),
      lanes: [
        { left: 'public.l1', right: 'public.r1', mapping },
        { left: 'public.l2', right: 'public.r1', mapping },
        { left: 'public.l1', right: 'public.l2', on: { left: 'left', right: 'left' }, mapping },
      ],
    });
    for (let round = 0; round < 3; round += 1) {
      await Promise.all([
        running.left.query(`UPDATE l1 SET name = 'first ${round}'`),
        running.left.query(`UPDATE l2 SET name = 'second ${round}'`),
        running.right.query(`UPDATE r1 SET name = 'third ${round}'`),
      ]);
    }
    const all = async () => [
      await names(running.left, 'l1'),
      await names(running.left, 'l2'),
      await names(running.right, 'r1'),
    ];
    const lines = async () => (await running.ledger()).length;
    await eventually(
      'all three agree and nothing is written any more',
      async () => {
        const before = await lines();
        await sleep(1_500);
        const [first, ...others] = (await all()).map((each) => each.join());
        const open = await running.store.query('SELECT 1 FROM pending_record');
        return others.every((each) => each === first) && open.length === 0 && (await lines()) === before;
      },
      60,
    );
  });

  test('[E7] what was committed while no engine ran is carried at the next start', async () => {
    const running = await start('e7');
    await running.stop();
    await running.left.query(`INSERT INTO l VALUES (1, 'Ann', 'a')`);
    await running.right.query(`INSERT INTO r VALUES (2, 'Bob', 'b')`);
    await running.start();
    await eventually(
      'both arrive',
      async () =>
        (await names(running.left, 'l')).join() === '1 Ann,2 Bob' &&
        (await names(running.right, 'r')).join() === '1 Ann,2 Bob',
    );
    expect(await running.ledger()).toHaveLength(2);
  });
});
