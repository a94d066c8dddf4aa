import { expect, test } from 'vitest';
import { mentions, readStatement } from './mysql-log-statement.ts';

const kindOf = (sql: string) => readStatement(sql, 'shop').kind;

test('statements are told apart by what they mean to a reader of rows', () => {
  expect(['BEGIN', 'COMMIT', 'ROLLBACK', "XA COMMIT X'61',X'',1"].map(kindOf)).toEqual([
    'begin',
    'commit',
    'rollback',
    'xa commit',
  ]);
  expect(kindOf("XA START X'61',X'',1")).toBe('begin');
  expect(['SAVEPOINT a', 'ROLLBACK TO `a`', 'FLUSH TABLES', "XA END X'61'", ''].map(kindOf)).toEqual([
    'other',
    'other',
    'other',
    'other',
    'other',
  ]);
  expect(
    ['alter table t add x int', 'DROP TABLE t', '/* by us */ -- and\n create index i on t (a)'].map(kindOf),
  ).toEqual(['definition', 'definition', 'definition']);
  expect(
    ['insert into t values (1)', '# no\nUPDATE t SET a = 1', 'WITH x AS (SELECT 1) DELETE FROM t'].map(
      kindOf,
    ),
  ).toEqual(['data', 'data', 'data']);
  expect(kindOf('/*!40000 ALTER TABLE `t` DISABLE KEYS */')).toBe('definition');
  expect(kindOf('SET STATEMENT max_statement_time = 5 FOR DROP TABLE t')).toBe('definition');
});

test('a truncation names its table', () => {
  const tableOf = (sql: string) => readStatement(sql, 'shop');
  expect(tableOf('TRUNCATE t')).toEqual({ kind: 'truncate', table: { schema: 'shop', table: 't' } });
  expect(tableOf('/* a */ truncate table `a``b` WAIT 5')).toMatchObject({
    table: { schema: 'shop', table: 'a`b' },
  });
  expect(tableOf('TRUNCATE TABLE `crm` . people;')).toMatchObject({
    table: { schema: 'crm', table: 'people' },
  });
});

test('a statement may be about a table where it holds its name', () => {
  const people = { schema: 'shop', table: 'People' };
  expect(mentions('ALTER TABLE people ADD x int', people)).toBe(true);
  expect(mentions('DROP DATABASE shop', people)).toBe(true);
  expect(mentions('ALTER TABLE lines ADD shop int', people)).toBe(false);
  expect(mentions('ALTER TABLE peoples ADD x int', people)).toBe(false);
  expect(mentions('drop table `a``.b`', { schema: 'shop', table: 'a`.b' })).toBe(true);
  expect(mentions('INSERT INTO other VALUES (1)', { schema: 'shop', table: 't' })).toBe(false);
});
