import { expect, test } from 'vitest';
import { requireMaking } from './require-making.ts';

test.each([
  'CREATE TABLE a (b int)',
  'create unique index on a (b)',
  `CREATE TYPE "DROP" AS ENUM ('x')`,
  'ALTER TABLE "a RENAME b" ADD COLUMN c int',
  'ALTER TABLE a REPLICA IDENTITY FULL',
  `COMMENT ON COLUMN a.b IS 'we DROP it'`,
])('%s makes something', (sql) => {
  expect(() => requireMaking([sql])).not.toThrow();
});

test.each([
  'DROP TABLE a',
  'DELETE FROM a',
  'CREATE FUNCTION f() RETURNS int',
  'ALTER TABLE "a" DROP COLUMN b',
  'ALTER TABLE a ADD COLUMN b int, DROP COLUMN c',
  'alter table a\nrename to b',
  'COMMIT',
])('%s is refused', (sql) => {
  expect(() => requireMaking(['CREATE TABLE a (b int)', sql])).toThrow('make or extend');
});

test('no statement is refused, too', () => {
  expect(() => requireMaking([])).toThrow('no statement');
});
