import type { Side } from '#core/change/change-event.ts';
import { BYSTANDERS } from '../fuzz/draw-scenario.ts';
import { columnName, type FuzzTable, keysOf, referenceOf, tableName } from '../fuzz/scenario.ts';
import { momentLiteral } from './moment-literal.ts';
import type { SystemDialect } from './test-system.ts';

/** What comes near a PostgreSQL type. */
function typeOf(type: string): string {
  const [, name = type, size = ''] = /^([a-z]+)(\(.*\))?$/.exec(type) ?? [];
  const names: Record<string, string> = {
    int: 'INTEGER',
    bigint: 'BIGINT',
    numeric: 'DECIMAL',
    jsonb: 'JSON',
    json: 'JSON',
  };
  return `${names[name] ?? name.toUpperCase()}${size}`;
}

/** SQLite's SQL. A column holds whatever is put there, so what is put there is made to fit first. */
export const sqliteDialect: SystemDialect = {
  defers: false,
  hasLists: false,
  begin: 'BEGIN IMMEDIATE',
  literal(value, type) {
    if (value === null) return 'NULL';
    if ('number' in value) return numberOf(value.number, type);
    if ('moment' in value)
      return `'${momentLiteral(value.moment, type)}${type.startsWith('timestamptz') ? '+00' : ''}'`;
    if ('json' in value) return `'${value.json}'`;
    if ('list' in value) return `'[${value.list.map((item) => item ?? 'null')}]'`;
    return `'${value.text.repeat(value.times ?? 1)}'`;
  },
  insert: ({ table, columns, values, keys }) =>
    `INSERT INTO ${table} (${columns}) VALUES (${values}) ON CONFLICT (${keys}) DO NOTHING`,
  swap: ({ table, column, first, second }) =>
    `CREATE TEMP TABLE swap AS SELECT (SELECT ${column} FROM ${table} WHERE ${first}) AS a, (SELECT ${column} FROM ${table} WHERE ${second}) AS b;
UPDATE ${table} SET ${column} = NULL WHERE ${first};
UPDATE ${table} SET ${column} = (SELECT a FROM swap) WHERE ${second};
UPDATE ${table} SET ${column} = (SELECT b FROM swap) WHERE ${first};
DROP TABLE swap`,
  truncate: (table, then) => ['BEGIN IMMEDIATE', `DELETE FROM ${table}`, ...then, 'COMMIT'].join(';\n'),
  schema: (tables, side) =>
    [
      'CREATE TABLE fuzz_audit (tbl TEXT, op TEXT, key TEXT, new_key TEXT);',
      'CREATE TABLE fuzz_touched (tbl TEXT, key TEXT);',
      ...tables.map((table) => tableSql(table, tables, side)),
    ].join('\n'),
  initial: (rows, tables, side) =>
    [
      'PRAGMA foreign_keys = OFF;',
      ...rows.map((sql) => `${sql.replace(/^INSERT/, 'INSERT OR IGNORE').replace(/ ON CONFLICT .*/, '')};`),
      ...tables.flatMap((table) => orphansSql(table, tables, side)),
      'PRAGMA foreign_keys = ON;',
      'DELETE FROM fuzz_touched;',
    ].join('\n'),
  bystanders: (table, id, from) =>
    `SELECT ${id} AS x, (SELECT count(*) FROM fuzz_touched WHERE tbl = '${table}') AS touched
     FROM ${table} WHERE ${id} >= ${from} ORDER BY ${id}`,
  text: (column) => `CAST(${column} AS TEXT)`,
};

function numberOf(text: string, type: string): string {
  const scale = type.startsWith('numeric(') ? Number(/,(\d+)/.exec(type)?.[1] ?? 0) : null;
  if (type === 'numeric') return text;
  return Number(text).toFixed(scale ?? 0);
}

function tableSql(table: FuzzTable, tables: FuzzTable[], side: Side): string {
  const name = tableName(table, side);
  const late = table.deferrable ? ' DEFERRABLE INITIALLY DEFERRED' : '';
  const columns = table.columns.map((column) => {
    const target = column.kind === 'reference' ? referenceOf(table, tables, side) : null;
    const refers = target ? ` REFERENCES ${target.table} (${target.key})${late}` : '';
    const own = columnName(column, side);
    return `${own} ${typeOf(column.type[side])}${column.kind === 'unique' ? ' UNIQUE' : ''}${refers}`;
  });
  const keys = keysOf(table).map((each) => columnName(each, side));
  return `CREATE TABLE ${name} (${columns.join(', ')}, PRIMARY KEY (${keys}));\n${touchTriggers(table, side)}`;
}

/** Whoever writes a bystander is noted. */
function touchTriggers(table: FuzzTable, side: Side): string {
  const name = tableName(table, side);
  const id = columnName(table.columns[0] as FuzzTable['columns'][number], side);
  return [
    ['INSERT', 'NEW'],
    ['UPDATE', 'OLD'],
    ['DELETE', 'OLD'],
  ]
    .map(
      ([
        op,
        row,
      ]) => `CREATE TRIGGER touched_${name}_${op} AFTER ${op} ON ${name} WHEN ${row}.${id} >= ${BYSTANDERS}
BEGIN INSERT INTO fuzz_touched VALUES ('${name}', ${row}.${id}); END;`,
    )
    .join('\n');
}

/** Rows whose parent was not there would have been refused; what refers to them, too. */
function orphansSql(table: FuzzTable, tables: FuzzTable[], side: Side): string[] {
  const target = referenceOf(table, tables, side);
  const column = table.columns.find((each) => each.kind === 'reference');
  if (!target || !column) return [];
  const own = columnName(column, side);
  const sql = `DELETE FROM ${tableName(table, side)} WHERE ${own} NOT IN (SELECT ${target.key} FROM ${target.table});`;
  return [sql, sql, sql, sql];
}
