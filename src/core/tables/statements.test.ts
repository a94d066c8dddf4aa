import { expect, test } from 'vitest';
import { orderTables } from './order-tables.ts';
import { splitStatements } from './split-statements.ts';
import type { WantedTable } from './wanted-change.ts';

const all = { dollars: true, backticks: true, backslashes: true, hashes: true };
const none = { dollars: false, backticks: false, backslashes: false, hashes: false };

test('statements end at semicolons outside of texts, names and comments', () => {
  const statements = [
    `CREATE TABLE "a;b" (c text DEFAULT 'x;''y')`,
    'CREATE TABLE `d;e` (f int)',
    'DO $$ BEGIN; END $$',
    'DO $tag$ $$; $tag$',
    `COMMENT ON TABLE x IS 'back\\';slash'`,
    'SELECT 1 /* not; here */ + 1',
    'SELECT a$b$c',
  ];
  expect(splitStatements(statements.map((sql) => `-- one; of them\n${sql};`).join('\n'), all)).toEqual(
    statements,
  );
  expect(splitStatements(` ;; # a; comment\n${statements[0]}`, all)).toEqual([statements[0]]);
  expect(splitStatements('a;; b ;/* c; */', none)).toEqual(['a', 'b']);
  expect(splitStatements(`'it''s \\'; next`, none)).toEqual([`'it''s \\'`, 'next']);
  expect(splitStatements(`an 'open; text`, none)).toEqual([`an 'open; text`]);
});

const table = (name: string, ...parents: string[]): WantedTable => ({
  name,
  fields: [],
  key: ['id'],
  uniques: [],
  indexes: [],
  references: parents.map((stream) => ({ fields: [`${stream}_id`], stream, referencedFields: ['id'] })),
});
const made = (tables: WantedTable[]) =>
  orderTables(tables).map((change) =>
    change.kind === 'create-table'
      ? `${change.table.name}(${change.table.references.map(({ stream }) => stream)})`
      : change.kind === 'add-reference'
        ? `${change.stream}+${change.reference.stream}`
        : '',
  );

test('tables come after those that they refer to; what closes a circle comes last', () => {
  expect(
    made([table('line', 'order', 'article'), table('order', 'person'), table('article'), table('person')]),
  ).toEqual(['person()', 'order(person)', 'article()', 'line(order,article)']);
  expect(made([table('a', 'b'), table('b', 'c'), table('c', 'a', 'c')])).toEqual([
    'c(c)',
    'b(c)',
    'a(b)',
    'c+a',
  ]);
  expect(made([table('a', 'elsewhere')])).toEqual(['a(elsewhere)']);
});
