import { expect, test } from 'vitest';
import type { Write } from '#core/ports/target.ts';
import { MISFIT_MARK } from '#core/values/misfit-mark.ts';
import type { Row } from '#core/values/value.ts';
import { statusesOf } from '#testing/contract/apply-writes.ts';
import { FeedReader } from '#testing/contract/feed-reader.ts';
import { targetOnMariadb, write } from '#testing/mariadb/target-on-mariadb.ts';

const on = targetOnMariadb('target');

test('[E10] parents before children, and children are deleted first, whatever the order', async () => {
  await on.database.query(`
    CREATE TABLE parent (id int PRIMARY KEY);
    CREATE TABLE child (id int PRIMARY KEY, parent int NOT NULL, CONSTRAINT child_parent FOREIGN KEY (parent) REFERENCES parent (id));
    INSERT INTO parent VALUES (1); INSERT INTO child VALUES (1, 1)`);
  const outcomes = await on.apply(
    write('delete', 'parent', { id: '1' }, {}),
    write('delete', 'child', { id: '1' }, {}),
    write('insert', 'child', { id: '2' }, { id: '2', parent: '2' }),
    write('insert', 'parent', { id: '2' }, { id: '2' }),
    write('insert', 'child', { id: '3' }, { id: '3', parent: '9' }),
  );
  expect(statusesOf(outcomes)).toEqual(['applied', 'applied', 'applied', 'applied', 'FOREIGN_KEY_VIOLATION']);
  expect(outcomes[4]).toMatchObject({ message: expect.stringContaining('child_parent') });
});

test('[E10] a table that refers to itself goes through, children first or last', async () => {
  await on.database.query(
    'CREATE TABLE tree (id int PRIMARY KEY, parent int, FOREIGN KEY (parent) REFERENCES tree (id))',
  );
  const chain = Array.from({ length: 300 }, (_, id) =>
    write('insert', 'tree', { id: String(id) }, { id: String(id), parent: id === 0 ? null : String(id - 1) }),
  );
  expect(new Set(statusesOf(await on.apply(...chain.toReversed())))).toEqual(new Set(['applied']));
  const gone = [297, 298, 299].map((id) => write('delete', 'tree', { id: String(id) }, {}));
  expect(new Set(statusesOf(await on.apply(...gone)))).toEqual(new Set(['applied']));
});

test('[E10] rings and chains of unique values go through, also where the column may not be null', async () => {
  const types = {
    integer: (n: number) => String(n),
    'tinyint unsigned': (n: number) => String(n),
    'varchar(12)': (n: number) => `seat ${n}`,
    uuid: (n: number) => `00000000-0000-0000-0000-${String(n).padStart(12, '0')}`,
    date: (n: number) => `2026-01-${String(n + 1).padStart(2, '0')}`,
    'datetime(3)': (n: number) => `2026-01-${String(n + 1).padStart(2, '0')} 10:00:00.5`,
    timestamp: (n: number) => `2026-01-${String(n + 1).padStart(2, '0')} 10:00:00+00`,
    'varbinary(9)': (n: number) => `\\x0${n}ff`,
  };
  let table = 0;
  for (const [type, value] of Object.entries(types)) {
    table += 1;
    await on.database.query(
      `CREATE TABLE u${table} (id int PRIMARY KEY, room int, v ${type} NOT NULL, UNIQUE (room, v))`,
    );
    const row = (id: number, v: number) => ({ id: String(id), room: '1', v: value(v) });
    const made = [1, 2, 3, 4, 5, 6].map((id) =>
      write('insert', `u${table}`, { id: String(id) }, row(id, id - 1)),
    );
    expect([type, ...statusesOf(await on.apply(...made))]).toEqual([type, ...Array(6).fill('applied')]);
    const take = (id: number, v: number, now = id - 1) =>
      write('update', `u${table}`, { id: String(id) }, { v: value(v) }, { v: value(now) });
    // 1, 2 and 3 in a ring; 4 takes what 5 gives up, which takes what is free.
    const outcomes = await on.apply(take(1, 1), take(2, 2), take(3, 0), take(4, 4), take(5, 6));
    expect([type, ...statusesOf(outcomes)]).toEqual([type, ...Array(5).fill('applied')]);
    const read = await on.session.source.snapshot({
      stream: `u${table}`,
      key: ['id'],
      fields: ['v'],
      cursor: null,
      limit: 10,
    });
    expect(read.rows.map(({ v }) => v)).toEqual([1, 2, 0, 4, 6, 5].map(value));
  }
});

test('[E10] a whole table moves up by one', async () => {
  await on.database.query(
    'CREATE TABLE ranks (id int PRIMARY KEY, n int NOT NULL UNIQUE); INSERT INTO ranks SELECT seq, seq FROM seq_1_to_200',
  );
  const up = Array.from({ length: 200 }, (_, i) =>
    write('update', 'ranks', { id: String(i + 1) }, { n: String(i + 2) }, { n: String(i + 1) }),
  );
  expect(new Set(statusesOf(await on.apply(...up)))).toEqual(new Set(['applied']));
  expect(await on.rows('SELECT count(*) FROM ranks WHERE n = id + 1')).toEqual(['200']);
});

test('[E10] a unique value that a bystander holds is not taken from it', async () => {
  await on.database.query(
    'CREATE TABLE s (id int PRIMARY KEY, n int UNIQUE, note text); INSERT INTO s (id, n) VALUES (1, 1), (2, 2), (3, 3), (4, 4)',
  );
  const take = (id: number, n: number, now: number) =>
    write('update', 's', { id: String(id) }, { n: String(n) }, { n: String(now) });
  // 1 and 2 swap; 3 wants what the bystander 4 holds.
  expect(statusesOf(await on.apply(take(1, 2, 1), take(2, 1, 2), take(3, 4, 3)))).toEqual([
    'applied',
    'applied',
    'UNIQUE_VIOLATION',
  ]);
  // 1 was changed meanwhile, so it misses its guard, and 2 cannot have its value.
  await on.database.query('UPDATE s SET n = 20 WHERE id = 1');
  expect(statusesOf(await on.apply(take(1, 1, 2), take(2, 20, 1)))).toEqual(['missed', 'UNIQUE_VIOLATION']);
  const put = (op: Write['op']) => write(op, 's', { id: '9' }, { id: '9', n: '4', note: 'new' });
  expect(statusesOf(await on.apply(put('insert')))).toEqual(['UNIQUE_VIOLATION']);
  expect(statusesOf(await on.apply(put('upsert')))).toEqual(['UNIQUE_VIOLATION']);
  expect(await on.rows('SELECT id, n FROM s ORDER BY id')).toEqual(['1 20', '2 1', '3 3', '4 4']);
});

test('[E6] [E10] a row that stepped aside is marked as the lane’s own all the way', async () => {
  await on.database.query(
    'CREATE TABLE aside (id int PRIMARY KEY, n int UNIQUE); INSERT INTO aside VALUES (1, 1), (2, 2)',
  );
  const feed = { feedId: 'f', streams: ['aside'] };
  await on.session.source.prepare(feed);
  const reader = new FeedReader(await on.session.source.open(feed));
  await on.apply(
    write('update', 'aside', { id: '1' }, { n: '2' }, { n: '1' }),
    write('update', 'aside', { id: '2' }, { n: '1' }, { n: '2' }),
  );
  await reader.pass(await on.session.source.head());
  expect(reader.changes.length).toBeGreaterThan(1);
  expect(new Set(reader.changes.map((change) => change.writer))).toEqual(new Set(['t/right']));
  await reader.close();
});

test('[E10] new rows that refer to each other in a circle go through', async () => {
  await on.database.query(`
    CREATE TABLE team (id int PRIMARY KEY, lead_id int);
    CREATE TABLE member (id int PRIMARY KEY, team int NOT NULL, mentor int,
      FOREIGN KEY (team) REFERENCES team (id), FOREIGN KEY (mentor) REFERENCES member (id));
    ALTER TABLE team ADD FOREIGN KEY (lead_id) REFERENCES member (id)`);
  const row = (table: string, id: number, rest: Row) =>
    write('insert', table, { id: String(id) }, { id: String(id), ...rest });
  const outcomes = await on.apply(
    row('team', 1, { lead_id: '7' }),
    row('member', 7, { team: '1', mentor: '8' }),
    row('member', 8, { team: '1', mentor: '7' }),
    row('team', 2, { lead_id: '99' }),
  );
  expect(statusesOf(outcomes)).toEqual(['applied', 'applied', 'applied', 'FOREIGN_KEY_VIOLATION']);
  expect(await on.rows('SELECT id, lead_id FROM team')).toEqual(['1 7']);
  expect(await on.rows('SELECT id, mentor FROM member ORDER BY id')).toEqual(['7 8', '8 7']);
});

test('[E9] what a trigger raises is the row’s fault', async () => {
  await on.database.query(`CREATE TABLE raised (id int PRIMARY KEY)`);
  await on.database.query(`CREATE TRIGGER refuse BEFORE INSERT ON raised FOR EACH ROW BEGIN
    IF NEW.id = 2 THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'not two'; END IF; END`);
  const outcomes = await on.apply(
    ...[1, 2, 3].map((id) => write('insert', 'raised', { id: String(id) }, { id: String(id) })),
  );
  expect(outcomes.map(({ status }) => status)).toEqual(['applied', 'failed', 'applied']);
  expect(outcomes[1]).toMatchObject({ code: 'WRITE_FAILED', message: 'not two' });
});

test('[E9] what does not fit is refused, never cut', async () => {
  await on.database.query(
    `CREATE TABLE fits (id int PRIMARY KEY, a varchar(3), b tinyint, c tinyint unsigned, d date, e enum('x', 'y'), f json,
     g latin VARCHAR(9))`.replace(
      'g latin VARCHAR(9)',
      'g varchar(9) CHARACTER SET latin1, h year, i time, j bit(3)',
    ),
  );
  const odd: [string, string][] = [
    ['a', 'four'],
    ['b', '128'],
    ['b', '1.5'],
    ['b', 'many'],
    ['c', '-1'],
    ['d', '2026-02-30'],
    ['d', 'infinity'],
    ['e', 'z'],
    ['f', '{'],
    ['g', '語'],
    ['h', '70'],
    ['i', '839:00:00'],
    ['i', '1 day'],
    ['j', '8'],
  ];
  const outcomes = await on.apply(
    ...odd.map(([field, value], i) =>
      write('insert', 'fits', { id: String(i) }, { id: String(i), [field]: value }),
    ),
    write('insert', 'fits', { id: '99' }, { id: '99', a: 'lot', b: '-128', d: '2026-02-28', g: 'é' }),
  );
  expect(outcomes.map(({ status }, i) => [odd[i]?.join(' '), status])).toEqual([
    ...odd.map((pair) => [pair.join(' '), 'failed']),
    [undefined, 'applied'],
  ]);
  expect(await on.rows('SELECT id FROM fits')).toEqual(['99']);
});

test('[E9] what was none of its type on the other side fails alone, and is never stored as a text', async () => {
  await on.database.query(
    'CREATE TABLE marked (id int PRIMARY KEY, v text, j json, m int); INSERT INTO marked VALUES (9, NULL, NULL, 0)',
  );
  const put = (id: number, set: Row) =>
    write('insert', 'marked', { id: String(id) }, { id: String(id), ...set });
  const misfit = `${MISFIT_MARK}x'6162'`;
  const outcomes = await on.apply(
    put(1, { v: 'before' }),
    put(2, { v: misfit }),
    put(3, { j: misfit }),
    write('update', 'marked', { id: '9' }, { v: misfit }),
    write('update', 'marked', { id: '9' }, { m: '1' }, { v: misfit }),
    put(4, { v: '\0 alone is a text here' }),
  );
  expect(statusesOf(outcomes)).toEqual([
    'applied',
    'VALUE_INVALID',
    'VALUE_INVALID',
    'VALUE_INVALID',
    'missed',
    'applied',
  ]);
  expect(outcomes[1]).toMatchObject({ message: expect.stringContaining("has no value x'6162'") });
  expect(await on.rows("SELECT id, REPLACE(v, CHAR(0), '0') FROM marked ORDER BY id")).toEqual([
    '1 before',
    '4 0 alone is a text here',
    '9 null',
  ]);
});

test('guards and keys tell texts apart that the collation takes for one', async () => {
  await on.database.query(
    `CREATE TABLE ci (code varchar(9) CHARACTER SET latin1 COLLATE latin1_swedish_ci PRIMARY KEY, v varchar(20), f float, d double, t datetime(6) NULL)`,
  );
  const first = { code: 'Ärger', v: 'text ', f: '0.1', d: '1e+22', t: '2026-01-01 10:00:00.000001' };
  expect(statusesOf(await on.apply(write('insert', 'ci', { code: 'Ärger' }, first)))).toEqual(['applied']);
  const { code: _, ...guard } = first;
  const update = (more: Row, set: Row = { v: 'x' }) =>
    write('update', 'ci', { code: 'Ärger' }, set, { ...guard, ...more });
  expect(statusesOf(await on.apply(update({ v: 'Text ' })))).toEqual(['missed']);
  // Another spelling of the key is another record's, which has no room here.
  const other = { ...first, code: 'ärger' };
  const key = { code: 'ärger' };
  expect(await on.apply(write('insert', 'ci', key, other))).toMatchObject([
    { status: 'failed', code: 'UNIQUE_VIOLATION' },
  ]);
  expect(await on.apply(write('upsert', 'ci', key, other))).toMatchObject([
    { status: 'failed', code: 'UNIQUE_VIOLATION' },
  ]);
  expect(statusesOf(await on.apply(write('update', 'ci', key, { v: 'x' }, guard)))).toEqual(['missed']);
  expect(statusesOf(await on.apply(write('delete', 'ci', key, {})))).toEqual(['unchanged']);
  expect(statusesOf(await on.apply(update({ v: 'text' })))).toEqual(['missed']);
  expect(statusesOf(await on.apply(update({ f: '0.100000001' })))).toEqual(['applied']);
  expect(statusesOf(await on.apply(update({ v: 'x', f: '0.10000002' }, { v: 'y' })))).toEqual(['missed']);
  expect(statusesOf(await on.apply(update({ v: 'x', t: 'infinity' }, { v: 'y' })))).toEqual(['missed']);
  expect(statusesOf(await on.apply(update({ v: 'x' }, { v: 'text' })))).toEqual(['applied']);
  // A character that latin1 has not must not become another key on the way.
  await on.database.query(`INSERT INTO ci (code) VALUES ('?')`);
  expect(statusesOf(await on.apply(write('delete', 'ci', { code: '語' }, {})))).toEqual(['unchanged']);
  expect(await on.rows('SELECT count(*) FROM ci')).toEqual(['2']);
});

test('[E13] JSON is compared by what it says, numbers by their value, and finer ones in the coarser type', async () => {
  await on.database.query(
    `CREATE TABLE n (id int PRIMARY KEY, v decimal(20, 6), j json, at datetime(6)); INSERT INTO n VALUES (1, 2.4, '{"b":1, "a":2}', '2026-01-01 10:00:00.123456')`,
  );
  const compareAs = {
    v: { kind: 'decimal', precision: 20, scale: 0 },
    at: { kind: 'timestamp', precision: 3 },
  } as const;
  const update = (set: Row, guard: Row) => ({ ...write('update', 'n', { id: '1' }, set, guard), compareAs });
  expect(statusesOf(await on.apply(update({ v: '2' }, { v: '3' })))).toEqual(['unchanged']);
  expect(statusesOf(await on.apply(update({ v: '5' }, { v: '3' })))).toEqual(['missed']);
  expect(
    statusesOf(
      await on.apply(update({ v: '5' }, { v: '2', j: '{"a": 2, "b": 1.0}', at: '2026-01-01 10:00:00.123' })),
    ),
  ).toEqual(['applied']);
  const upsert = {
    ...write('upsert', 'n', { id: '1' }, { id: '1', at: '2026-01-01 10:00:00.123' }),
    compareAs,
  };
  expect(statusesOf(await on.apply(upsert))).toEqual(['unchanged']);
  expect(await on.rows('SELECT v, at FROM n')).toEqual(['5.000000 2026-01-01 10:00:00.123456']);
});

test('a column that the server touches by itself keeps its value where the lane carries it', async () => {
  await on.database.query(`CREATE TABLE touched (id int PRIMARY KEY, v int,
    at timestamp(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6));
    INSERT INTO touched VALUES (1, 1, '2020-01-01 00:00:00.5'), (2, 1, '2020-01-01 00:00:00.5')`);
  const at = '2020-01-01 00:00:00.5+00';
  const outcomes = await on.apply(
    write('update', 'touched', { id: '1' }, { v: '2' }, { v: '1', at }),
    write('update', 'touched', { id: '2' }, { v: '2' }, { v: '1' }),
  );
  expect(statusesOf(outcomes)).toEqual(['applied', 'applied']);
  const read = await on.session.source.snapshot({
    stream: 'touched',
    key: ['id'],
    fields: ['at'],
    cursor: null,
    limit: 9,
  });
  expect(read.rows[0]?.at).toBe(at);
  expect(read.rows[1]?.at).not.toBe(at);
});

test('a key without a unique index is still found and still created once', async () => {
  await on.database.query(`CREATE TABLE loose (code varchar(9), n int); INSERT INTO loose VALUES ('a', 1)`);
  const upsert = (code: string, n: string) => write('upsert', 'loose', { code }, { code, n });
  expect(statusesOf(await on.apply(upsert('a', '2'), upsert('b', '3')))).toEqual(['applied', 'applied']);
  expect(statusesOf(await on.apply(upsert('a', '2'), upsert('b', '4')))).toEqual(['unchanged', 'applied']);
  const insert = (n: string) => write('insert', 'loose', { code: 'a' }, { code: 'a', n });
  expect(statusesOf(await on.apply(insert('2')))).toEqual(['unchanged']);
  expect(statusesOf(await on.apply(insert('9')))).toEqual(['missed']);
  expect(await on.rows('SELECT code, n FROM loose ORDER BY code')).toEqual(['a 2', 'b 4']);
});

test('a batch of new, changed and unchanged records tells each for what it is', async () => {
  await on.database.query(
    `CREATE TABLE mixed (id int PRIMARY KEY, v int); INSERT INTO mixed VALUES (1, 1), (2, 2)`,
  );
  const upsert = (id: number, v: number) =>
    write('upsert', 'mixed', { id: String(id) }, { id: String(id), v: String(v) });
  expect(statusesOf(await on.apply(upsert(1, 1), upsert(2, 3), upsert(3, 3)))).toEqual([
    'unchanged',
    'applied',
    'applied',
  ]);
  expect(statusesOf(await on.apply(upsert(1, 5), upsert(4, 4)))).toEqual(['applied', 'applied']);
  expect(await on.rows('SELECT id, v FROM mixed ORDER BY id')).toEqual(['1 5', '2 3', '3 3', '4 4']);
});
