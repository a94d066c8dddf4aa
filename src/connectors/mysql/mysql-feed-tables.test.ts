import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FeedOnMariadb, feedOnMariadb, resetsOf } from '#testing/mariadb/feed-on-mariadb.ts';
import { mariadbDatabase } from '#testing/mariadb/mariadb-database.ts';

let on: FeedOnMariadb;

beforeEach(async () => {
  on = await feedOnMariadb();
});

afterEach(() => on.close());

describe('tables that change', () => {
  test('[E15] each change is told before the next row, which is read as what the table was then', async () => {
    await on.database.query('CREATE TABLE t (id int PRIMARY KEY, a int)');
    const reader = await on.read('t');
    await on.database.query('INSERT INTO t VALUES (1, 1); ALTER TABLE t ADD b varchar(9) FIRST');
    await reader.pass(await on.feeds.head());
    await on.database.query(`INSERT INTO t VALUES ('x', 2, 2); ALTER TABLE t DROP a, ADD c int`);
    await reader.pass(await on.feeds.head());
    await on.database.query(`INSERT INTO t VALUES ('y', 3, 3)`);
    await reader.pass(await on.feeds.head());
    expect(
      reader.events.flatMap((event): unknown[] => {
        if (event.kind === 'schema') return [event.fields.map(({ name }) => name).join()];
        return event.kind === 'change' ? [event.after] : [];
      }),
    ).toEqual([
      'id,a',
      { id: '1', a: '1' },
      'b,id,a',
      { b: 'x', id: '2', a: '2' },
      'b,id,c',
      { b: 'y', id: '3', c: '3' },
    ]);
    await reader.close();
  });

  test('[E15] rows from before a change are read as what the table was, however late', async () => {
    await on.database.query('CREATE TABLE t (id int PRIMARY KEY, a int)');
    await on.prepare('t');
    await on.database.query(
      'INSERT INTO t VALUES (1, 1); ALTER TABLE t DROP a, ADD c int; INSERT INTO t VALUES (2, 2)',
    );
    const reader = await on.open('t');
    await reader.pass(await on.feeds.head());
    expect(reader.changes.map(({ after }) => after)).toEqual([
      { id: '1', a: '1' },
      { id: '2', c: '2' },
    ]);
    reader.feed.acknowledge(reader.changes[0]?.position ?? '');
    await reader.close();
    const again = await on.open('t');
    await again.pass(await on.feeds.head());
    expect(again.changes.map(({ after }) => after)).toEqual([{ id: '2', c: '2' }]);
    again.feed.acknowledge(again.delivered);
    await again.close();
    const last = await on.open('t');
    await on.database.query('INSERT INTO t VALUES (3, 3)');
    await last.pass(await on.feeds.head());
    expect(last.changes.map(({ after }) => after)).toEqual([{ id: '3', c: '3' }]);
    await last.close();
  });

  test('[E15] where it cannot be known what a table was, nothing is guessed: a repair is asked for', async () => {
    await on.database.query('CREATE TABLE t (id int PRIMARY KEY, a int, b int)');
    await on.prepare('t');
    await on.database.query(`
      ALTER TABLE t DROP a; INSERT INTO t VALUES (1, 1); ALTER TABLE t DROP b, ADD c int; INSERT INTO t VALUES (2, 2)`);
    const reader = await on.open('t');
    await reader.done;
    expect(resetsOf(reader)).toMatchObject([
      { code: 'SLOT_LOST', detail: expect.stringContaining('changed twice') },
    ]);
    expect(await on.feeds.isWhole('f')).toBe(false);
    expect(await on.prepare('t')).toEqual({ created: true });
    const again = await on.open('t');
    await on.database.query('INSERT INTO t VALUES (3, 3)');
    await again.pass(await on.feeds.head());
    expect(again.changes.map(({ after }) => after)).toEqual([{ id: '3', c: '3' }]);
    await again.close();
  });

  test('[E15] with names in the log every row is known, however often its table changed', async () => {
    await on.database.query(`SET GLOBAL binlog_row_metadata = 'FULL'`);
    await on.database.query('CREATE TABLE t (id int PRIMARY KEY, a int, b int)');
    await on.prepare('t');
    await on.database.query(`
      ALTER TABLE t DROP a; INSERT INTO t VALUES (1, 1); ALTER TABLE t DROP b, ADD c int FIRST; INSERT INTO t VALUES (2, 2)`);
    await on.database.query(`SET GLOBAL binlog_row_metadata = 'NO_LOG'`);
    const reader = await on.open('t');
    await reader.pass(await on.feeds.head());
    expect(reader.changes.map(({ after }) => after)).toEqual([{ id: '1' }, { c: '2', id: '2' }]);
    await reader.close();
  });

  test('a table that is made anew, renamed or dropped goes on or is told', async () => {
    await on.database.query(
      'CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE n (id int PRIMARY KEY, a int)',
    );
    const reader = await on.read('t');
    await on.database.query('RENAME TABLE t TO o, n TO t; INSERT INTO t VALUES (1, 1)');
    await reader.pass(await on.feeds.head());
    expect(reader.changes.map(({ after }) => after)).toEqual([{ id: '1', a: '1' }]);
    await on.database.query('DROP TABLE t');
    await reader.until(() => reader.events.filter(({ kind }) => kind === 'schema').length === 2, 'the drop');
    expect(reader.events.findLast(({ kind }) => kind === 'schema')).toMatchObject({ fields: [] });
    await reader.close();
  });

  test('only a truncation of the stream is one', async () => {
    const elsewhere = await mariadbDatabase('elsewhere');
    await elsewhere.query('CREATE TABLE t (id int)');
    await on.database.query('CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE tt (id int)');
    const reader = await on.read('t');
    await elsewhere.query('TRUNCATE t');
    await on.database.query(`TRUNCATE tt; TRUNCATE /* t */ TABLE \`${on.database.name}\`.t`);
    await reader.pass(await on.feeds.head());
    expect(reader.events.filter(({ kind }) => kind === 'truncate')).toMatchObject([
      { streams: ['t'], ordinal: 0 },
    ]);
    await reader.close();
    await elsewhere.close();
  });
});
