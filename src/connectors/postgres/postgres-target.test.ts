import { afterEach, beforeEach, expect, test } from 'vitest';
import { applyBatch } from '#core/ports/apply-batch.ts';
import type { ConnectorSession } from '#core/ports/connector.ts';
import type { Write } from '#core/ports/target.ts';
import type { Row } from '#core/values/value.ts';
import { applyWrites, statusesOf } from '#testing/contract/apply-writes.ts';
import { FeedReader } from '#testing/contract/feed-reader.ts';
import { type TestDatabase, testDatabase } from '#testing/test-database.ts';
import { postgresConnector } from './index.ts';

let database: TestDatabase;
let session: ConnectorSession;

beforeEach(async () => {
  database = await testDatabase('target');
  session = postgresConnector.open({ url: database.url });
  await session.target.prepare(['t/right']);
});

afterEach(async () => {
  await session.close();
  await database.close();
});

function write(op: Write['op'], stream: string, key: Row, set: Row, guard: Row | null = null): Write {
  return { tag: 't/right', stream: `public.${stream}`, op, key, set, guard };
}

const apply = (...writes: Write[]) => applyWrites(session.target, writes);

test('[E10] parents before children, and children are deleted first, whatever the order', async () => {
  await database.query(`
    CREATE TABLE parent (id int PRIMARY KEY);
    CREATE TABLE child (id int PRIMARY KEY, parent int NOT NULL REFERENCES parent);
    INSERT INTO parent VALUES (1); INSERT INTO child VALUES (1, 1)`);
  const outcomes = await apply(
    write('delete', 'parent', { id: '1' }, {}),
    write('delete', 'child', { id: '1' }, {}),
    write('insert', 'child', { id: '2' }, { id: '2', parent: '2' }),
    write('insert', 'parent', { id: '2' }, { id: '2' }),
    write('insert', 'child', { id: '3' }, { id: '3', parent: '9' }),
  );
  expect(statusesOf(outcomes)).toEqual(['applied', 'applied', 'applied', 'applied', 'FOREIGN_KEY_VIOLATION']);
  expect(outcomes[4]).toMatchObject({ detail: expect.stringContaining('child_parent_fkey') });
});

test('[E10] a table that refers to itself goes through in the order of its rows', async () => {
  await database.query('CREATE TABLE tree (id int PRIMARY KEY, parent int REFERENCES tree)');
  const rows = [3, 2, 1, 0].map((id) =>
    write('insert', 'tree', { id: String(id) }, { id: String(id), parent: id === 0 ? null : String(id - 1) }),
  );
  expect(statusesOf(await apply(...rows.reverse()))).toEqual(Array(4).fill('applied'));
});

test('[E10] two records exchange a unique value, whether the constraint can wait or not', async () => {
  await database.query(`
    CREATE TABLE seat (id int PRIMARY KEY, n int UNIQUE DEFERRABLE);
    CREATE TABLE strict (id int PRIMARY KEY, n int UNIQUE);
    INSERT INTO seat VALUES (1, 1), (2, 2), (3, 3); INSERT INTO strict VALUES (1, 1), (2, 2), (3, 3)`);
  const swap = (table: string) => [
    write('update', table, { id: '1' }, { n: '2' }, { n: '1' }),
    write('update', table, { id: '2' }, { n: '1' }, { n: '2' }),
    write('update', table, { id: '3' }, { n: '30' }, { n: '3' }),
  ];
  for (const table of ['seat', 'strict']) {
    expect(statusesOf(await apply(...swap(table)))).toEqual(['applied', 'applied', 'applied']);
    expect(await database.query(`SELECT * FROM ${table} ORDER BY id`)).toEqual([
      { id: 1, n: 2 },
      { id: 2, n: 1 },
      { id: 3, n: 30 },
    ]);
  }
});

test('[E10] rings and chains of unique values go through, also where the column may not be null', async () => {
  const types = {
    integer: (n: number) => String(n),
    'character varying(12)': (n: number) => `seat ${n}`,
    uuid: (n: number) => `00000000-0000-0000-0000-${String(n).padStart(12, '0')}`,
    date: (n: number) => `2026-01-${String(n + 1).padStart(2, '0')}`,
    'timestamp with time zone': (n: number) => `2026-01-${String(n + 1).padStart(2, '0')} 10:00:00+00`,
  };
  let table = 0;
  for (const [type, value] of Object.entries(types)) {
    table += 1;
    await database.query(`CREATE TABLE u${table} (id int PRIMARY KEY, room int, v ${type} NOT NULL, UNIQUE (room, v));
      INSERT INTO u${table} SELECT i, 1, t.v::${type}
      FROM unnest(ARRAY['${[0, 1, 2, 3, 4, 5].map(value).join("','")}']) WITH ORDINALITY t(v, i)`);
    const take = (id: number, v: number, now = id - 1) =>
      write('update', `u${table}`, { id: String(id) }, { v: value(v) }, { v: value(now) });
    // 1, 2 and 3 in a ring; 4 takes what 5 gives up, which takes what is free.
    const outcomes = await apply(take(1, 1), take(2, 2), take(3, 0), take(4, 4), take(5, 6));
    expect([type, ...statusesOf(outcomes)]).toEqual([type, ...Array(5).fill('applied')]);
    expect(await database.query(`SELECT id, v::text FROM u${table} ORDER BY id`)).toEqual(
      [1, 2, 0, 4, 6, 5].map((n, i) => ({ id: i + 1, v: value(n) })),
    );
  }
});

test('[E10] a whole table moves up by one', async () => {
  await database.query(
    'CREATE TABLE ranks (id int PRIMARY KEY, n int NOT NULL UNIQUE); INSERT INTO ranks SELECT i, i FROM generate_series(1, 600) i',
  );
  const up = Array.from({ length: 600 }, (_, i) =>
    write('update', 'ranks', { id: String(i + 1) }, { n: String(i + 2) }, { n: String(i + 1) }),
  );
  expect(new Set(statusesOf(await apply(...up)))).toEqual(new Set(['applied']));
  expect(await database.query('SELECT count(*)::int AS moved FROM ranks WHERE n = id + 1')).toEqual([
    { moved: 600 },
  ]);
});

test('[E10] a unique value that a bystander holds is not taken from it', async () => {
  await database.query(
    'CREATE TABLE s (id int PRIMARY KEY, n int UNIQUE, note text); INSERT INTO s VALUES (1, 1), (2, 2), (3, 3), (4, 4)',
  );
  const take = (id: number, n: number, now: number) =>
    write('update', 's', { id: String(id) }, { n: String(n) }, { n: String(now) });
  // 1 and 2 swap; 3 wants what the bystander 4 holds; what 5 wants is held by 3, which keeps it.
  const outcomes = await apply(take(1, 2, 1), take(2, 1, 2), take(3, 4, 3));
  expect(statusesOf(outcomes)).toEqual(['applied', 'applied', 'UNIQUE_VIOLATION']);
  // 1 was changed meanwhile, so it misses its guard, and 2 cannot have its value.
  await database.query('UPDATE s SET n = 20 WHERE id = 1');
  const late = await apply(take(1, 1, 2), take(2, 20, 1));
  expect(statusesOf(late)).toEqual(['missed', 'UNIQUE_VIOLATION']);
  expect(await database.query('SELECT id, n FROM s ORDER BY id')).toEqual([
    { id: 1, n: 20 },
    { id: 2, n: 1 },
    { id: 3, n: 3 },
    { id: 4, n: 4 },
  ]);
});

test('[E6] [E10] a row that stepped aside is marked as the lane’s own all the way', async () => {
  await database.query(
    'CREATE TABLE s (id int PRIMARY KEY, n int UNIQUE); ALTER TABLE s REPLICA IDENTITY FULL; INSERT INTO s VALUES (1, 1), (2, 2)',
  );
  const feed = { feedId: 'f', streams: ['public.s'] };
  await session.source.prepare(feed);
  const reader = new FeedReader(await session.source.open(feed));
  await apply(
    write('update', 's', { id: '1' }, { n: '2' }, { n: '1' }),
    write('update', 's', { id: '2' }, { n: '1' }, { n: '2' }),
  );
  await reader.pass(await session.source.head());
  expect(reader.changes.length).toBeGreaterThan(1);
  expect(new Set(reader.changes.map((change) => change.writer))).toEqual(new Set(['t/right']));
});

test('[E10] new rows that refer to each other in a circle go through, deferrable or not', async () => {
  for (const [n, wait] of ['', ' DEFERRABLE', ' DEFERRABLE INITIALLY DEFERRED'].entries()) {
    await database.query(`
      CREATE TABLE team${n} (id int PRIMARY KEY, lead int);
      CREATE TABLE member${n} (id int PRIMARY KEY, team int NOT NULL REFERENCES team${n}${wait}, mentor int REFERENCES member${n}${wait});
      ALTER TABLE team${n} ADD FOREIGN KEY (lead) REFERENCES member${n}${wait}`);
    const row = (table: string, id: number, rest: Row) =>
      write('insert', `${table}${n}`, { id: String(id) }, { id: String(id), ...rest });
    const outcomes = await apply(
      row('team', 1, { lead: '7' }),
      row('member', 7, { team: '1', mentor: '8' }),
      row('member', 8, { team: '1', mentor: '7' }),
      row('team', 2, { lead: '99' }),
    );
    expect([wait, ...statusesOf(outcomes)]).toEqual([
      wait,
      'applied',
      'applied',
      'applied',
      'FOREIGN_KEY_VIOLATION',
    ]);
    expect(await database.query(`SELECT id, lead FROM team${n}`)).toEqual([{ id: 1, lead: 7 }]);
    expect(await database.query(`SELECT id, mentor FROM member${n} ORDER BY id`)).toEqual([
      { id: 7, mentor: 8 },
      { id: 8, mentor: 7 },
    ]);
  }
});

test('[E9] a constraint that is checked at the commit fails only the rows that break it', async () => {
  await database.query(`
    CREATE TABLE a (id int PRIMARY KEY, b int);
    CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a DEFERRABLE INITIALLY DEFERRED);
    ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b DEFERRABLE INITIALLY DEFERRED`);
  const pair = (id: number, b: number) => [
    write('insert', 'a', { id: String(id) }, { id: String(id), b: String(b) }),
    write('insert', 'b', { id: String(id) }, { id: String(id), a: String(id) }),
  ];
  expect(statusesOf(await apply(...pair(1, 1)))).toEqual(['applied', 'applied']);
  const mixed = await apply(...pair(2, 99), write('insert', 'a', { id: '3' }, { id: '3', b: '1' }));
  expect(statusesOf(mixed)).toEqual(['FOREIGN_KEY_VIOLATION', 'FOREIGN_KEY_VIOLATION', 'applied']);
  expect(await database.query('SELECT id FROM a ORDER BY 1')).toEqual([{ id: 1 }, { id: 3 }]);
});

test('identity columns, generated always, take the values that they are given', async () => {
  await database.query('CREATE TABLE i (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a text)');
  expect(statusesOf(await apply(write('insert', 'i', { id: '7' }, { id: '7', a: 'x' })))).toEqual([
    'applied',
  ]);
  expect(statusesOf(await apply(write('upsert', 'i', { id: '7' }, { id: '7', a: 'y' })))).toEqual([
    'applied',
  ]);
  const [outcome] = await apply(write('update', 'i', { id: '7' }, { id: '8' }));
  expect(outcome).toMatchObject({ status: 'failed', code: 'FIELD_READ_ONLY' });
});

test('[E9] what a trigger raises is the row’s fault', async () => {
  await database.query(`
    CREATE TABLE t (id int PRIMARY KEY);
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF NEW.id = 2 THEN RAISE EXCEPTION 'not two'; END IF;
      IF NEW.id = 3 THEN PERFORM 1 FROM absent; END IF;
      RETURN NEW; END $$;
    CREATE TRIGGER refuse BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION refuse()`);
  const outcomes = await apply(
    ...[1, 2, 3, 4].map((id) => write('insert', 't', { id: String(id) }, { id: String(id) })),
  );
  expect(outcomes.map(({ status }) => status)).toEqual(['applied', 'failed', 'failed', 'applied']);
  expect(outcomes[1]).toMatchObject({ code: 'WRITE_FAILED', message: 'not two' });
});

test('a key without a unique index is still found and still created once', async () => {
  await database.query(`CREATE TABLE loose (code text, n int); INSERT INTO loose VALUES ('a', 1)`);
  const upsert = (code: string, n: string) => write('upsert', 'loose', { code }, { code, n });
  expect(statusesOf(await apply(upsert('a', '2'), upsert('b', '3')))).toEqual(['applied', 'applied']);
  expect(statusesOf(await apply(upsert('a', '2'), upsert('b', '4')))).toEqual(['unchanged', 'applied']);
  expect(statusesOf(await apply(write('insert', 'loose', { code: 'a' }, { code: 'a', n: '2' })))).toEqual([
    'unchanged',
  ]);
  expect(statusesOf(await apply(write('insert', 'loose', { code: 'a' }, { code: 'a', n: '9' })))).toEqual([
    'missed',
  ]);
  expect(await database.query('SELECT * FROM loose ORDER BY 1')).toEqual([
    { code: 'a', n: 2 },
    { code: 'b', n: 4 },
  ]);
});

test.each([
  ['ci', `code text COLLATE folding`],
  ['c', 'code ext.citext'],
])(
  '[E9] a key that table %s takes for another one is another record, which has no room',
  async (name, column) => {
    await database.query(`
    CREATE SCHEMA IF NOT EXISTS ext; CREATE EXTENSION IF NOT EXISTS citext SCHEMA ext;
    CREATE COLLATION IF NOT EXISTS folding (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
    CREATE TABLE ${name} (${column} PRIMARY KEY, n int)`);
    const put = (op: 'insert' | 'upsert', code: string, n: string) =>
      apply(write(op, name, { code }, { code, n }));
    expect(statusesOf(await put('insert', 'Key', '1'))).toEqual(['applied']);
    expect(statusesOf(await put('upsert', 'Other', '1'))).toEqual(['applied']);
    expect(statusesOf(await put('upsert', 'Other', '2'))).toEqual(['applied']);
    expect(statusesOf(await put('insert', 'Other', '2'))).toEqual(['unchanged']);
    const noRoom = [{ status: 'failed', code: 'UNIQUE_VIOLATION' }];
    expect(await put('insert', 'KEY', '2')).toMatchObject(noRoom);
    expect(await put('upsert', 'KEY', '2')).toMatchObject(noRoom);
    expect(statusesOf(await apply(write('update', name, { code: 'KEY' }, { n: '2' }, { n: '1' })))).toEqual([
      'missed',
    ]);
    expect(statusesOf(await apply(write('delete', name, { code: 'KEY' }, {})))).toEqual(['unchanged']);
    const respelled = { code: 'KEY', n: '2' };
    expect(statusesOf(await apply(write('update', name, { code: 'Key' }, respelled, { n: '1' })))).toEqual([
      'applied',
    ]);
    expect(await database.query(`SELECT code, n FROM ${name} ORDER BY n, code COLLATE "C"`)).toEqual([
      { code: 'KEY', n: 2 },
      { code: 'Other', n: 2 },
    ]);
  },
);

test('a key of an extension’s type is read in the order of that type', async () => {
  await database.query(`CREATE SCHEMA IF NOT EXISTS ext; CREATE EXTENSION IF NOT EXISTS citext SCHEMA ext;
    DROP TABLE IF EXISTS c; CREATE TABLE c (code ext.citext PRIMARY KEY, n int); INSERT INTO c VALUES ('Key', 1)`);
  await database.query(`INSERT INTO c VALUES ('apple'), ('Banana'), ('cherry')`);
  const request = { stream: 'public.c', key: ['code'], fields: ['n'], limit: 2 };
  const first = await session.source.snapshot({ ...request, cursor: null });
  const second = await session.source.snapshot({ ...request, cursor: first.cursor });
  expect([...first.rows, ...second.rows].map((row) => row.code)).toEqual([
    'apple',
    'Banana',
    'cherry',
    'Key',
  ]);
});

test('a column that changes its type, comes or goes between two batches', async () => {
  await database.query('CREATE TABLE t (id int PRIMARY KEY, a int, gone int)');
  const put = (id: number, a: string) => write('insert', 't', { id: String(id) }, { id: String(id), a });
  expect(statusesOf(await apply(put(1, '1')))).toEqual(['applied']);
  await database.query('ALTER TABLE t ALTER a TYPE bigint');
  expect(statusesOf(await apply(put(2, '9223372036854775807')))).toEqual(['applied']);
  await database.query('ALTER TABLE t ALTER a TYPE text');
  expect(statusesOf(await apply(put(3, 'text')))).toEqual(['applied']);
  await database.query('ALTER TABLE t ADD COLUMN b int');
  const withNew = write('update', 't', { id: '1' }, { b: '5' }, { b: null });
  await expect(apply(withNew)).resolves.toEqual([{ status: 'applied' }]);
  const withGone = write('update', 't', { id: '1' }, { gone: '5' });
  expect(statusesOf(await apply(withGone))).toEqual(['applied']);
  await database.query('ALTER TABLE t DROP COLUMN gone');
  await expect(apply(write('update', 't', { id: '1' }, { gone: '6' }))).rejects.toMatchObject({
    code: 'FIELD_MISSING',
  });
  await database.query('DROP TABLE t');
  await expect(apply(put(4, 'x'))).rejects.toMatchObject({ code: 'STREAM_MISSING' });
});

test('[E13] numbers are compared in the coarser type, and one beyond it differs without an error', async () => {
  await database.query(
    'CREATE TABLE n (id int PRIMARY KEY, v numeric, j json); INSERT INTO n VALUES (1, 2.4, $${"a": 1}$$), (2, 1e30, NULL)',
  );
  const compareAs = { v: { kind: 'int16' }, j: { kind: 'json' } } as const;
  const update = (id: string, set: Row, guard: Row) => ({
    ...write('update', 'n', { id }, set, guard),
    compareAs,
  });
  expect(statusesOf(await apply(update('1', { v: '2' }, { v: '3' })))).toEqual(['unchanged']);
  expect(statusesOf(await apply(update('2', { v: '2' }, { v: '3' })))).toEqual(['missed']);
  expect(statusesOf(await apply(update('1', { v: '5' }, { v: '2', j: '{"a":1}' })))).toEqual(['applied']);
});

test('a lost connection is no row’s fault, and leaves nothing written', async () => {
  await database.query('CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1)');
  const batch = { writes: [write('delete', 't', { id: '1' }, {})], checkpoints: [], epoch: 1 };
  const broken = applyBatch(session.target, batch, async () => {
    await database.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = 'syncline' AND datname = current_database() AND state = 'idle in transaction'`);
  });
  await expect(broken).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
  expect(await database.query('SELECT id FROM t')).toEqual([{ id: 1 }]);
  expect(statusesOf(await apply(write('delete', 't', { id: '1' }, {})))).toEqual(['applied']);
});
