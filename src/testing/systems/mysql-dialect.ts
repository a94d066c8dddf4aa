import type { Side } from '#core/change/change-event.ts';
import { BYSTANDERS } from '../fuzz/draw-scenario.ts';
import { columnName, type FuzzTable, keysOf, referenceOf, tableName } from '../fuzz/scenario.ts';
import { momentLiteral } from './moment-literal.ts';
import type { SystemDialect } from './test-system.ts';

/** Set in the sessions of those who write for people. */
export const writerMark = '@fuzz_writer';

/** What comes near a PostgreSQL type. A text in a key or an index needs a length. */
function typeOf(type: string, indexed: boolean): string {
  const [, name = type, size = ''] = /^([a-z]+)(\(.*\))?$/.exec(type) ?? [];
  switch (name) {
    case 'text':
      return indexed ? 'varchar(60)' : 'text';
    case 'numeric':
      return `decimal${size || '(38,10)'}`;
    case 'timestamptz':
      return `timestamp${size || '(6)'} NULL`;
    case 'timestamp':
      return `datetime${size || '(6)'}`;
    case 'jsonb':
      return 'json';
    default:
      return type;
  }
}

/** MariaDB's and MySQL's SQL. What a reference does of its own accord is in no log there, so references do nothing. */
export const mysqlDialect: SystemDialect = {
  defers: false,
  hasLists: false,
  begin: 'BEGIN',
  literal(value, type) {
    if (value === null) return 'NULL';
    if ('number' in value) return value.number;
    if ('moment' in value) return `'${momentLiteral(value.moment, type)}'`;
    if ('json' in value) return `'${value.json}'`;
    if ('list' in value) return `'[${value.list.map((item) => item ?? 'null')}]'`;
    return value.times === undefined ? `'${value.text}'` : `repeat('${value.text}', ${value.times})`;
  },
  insert: ({ table, columns, values, keys }) =>
    `INSERT INTO ${table} (${columns}) VALUES (${values}) ON DUPLICATE KEY UPDATE ${keys[0]} = ${table}.${keys[0]}`,
  swap: ({ table, column, first, second }) =>
    `SET @a = (SELECT ${column} FROM ${table} WHERE ${first}), @b = (SELECT ${column} FROM ${table} WHERE ${second});
UPDATE ${table} SET ${column} = NULL WHERE ${first};
UPDATE ${table} SET ${column} = @a WHERE ${second};
UPDATE ${table} SET ${column} = @b WHERE ${first}`,
  truncate: (table, then) =>
    [
      `INSERT INTO fuzz_audit (tbl, op, \`key\`, new_key) VALUES ('${table}', 'TRUNCATE', '[]', '[]')`,
      `TRUNCATE TABLE ${table}`,
      ...(then.length > 0 ? ['BEGIN', ...then, 'COMMIT'] : []),
    ].join(';\n'),
  schema: (tables, side) =>
    [
      'CREATE TABLE fuzz_audit (id int AUTO_INCREMENT PRIMARY KEY, tbl varchar(9), op varchar(9), `key` text, new_key text);',
      'CREATE TABLE fuzz_touched (id int AUTO_INCREMENT PRIMARY KEY, tbl varchar(9), `key` text);',
      ...tables.map((table) => tableSql(table, tables, side)),
    ].join('\n'),
  initial: (rows) => rows.map((sql) => `${sql.replace(/^INSERT/, 'INSERT IGNORE')};`).join('\n'),
  bystanders: (table, id, from) =>
    `SELECT ${id} AS x, (SELECT count(*) FROM fuzz_touched WHERE tbl = '${table}') AS touched
     FROM ${table} WHERE ${id} >= ${from} ORDER BY ${id}`,
  text(column, type) {
    if (!type.startsWith('timestamptz')) return `CAST(${column} AS CHAR)`;
    return `CONCAT(CONVERT_TZ(${column}, @@session.time_zone, '+00:00'), '+00')`;
  },
};

function tableSql(table: FuzzTable, tables: FuzzTable[], side: Side): string {
  const name = tableName(table, side);
  const lines = table.columns.map((column) => {
    const indexed = column.kind === 'key' || column.kind === 'unique';
    // A reference must be of the very type that it refers to.
    const target = column.kind === 'reference' ? referenceOf(table, tables, side) : null;
    return `${columnName(column, side)} ${target?.type ?? typeOf(column.type[side], indexed)}`;
  });
  lines.push(`PRIMARY KEY (${keysOf(table).map((each) => columnName(each, side))})`);
  for (const column of table.columns) {
    const own = columnName(column, side);
    if (column.kind === 'unique') lines.push(`UNIQUE (${own})`);
    const target = column.kind === 'reference' ? referenceOf(table, tables, side) : null;
    if (target) lines.push(`FOREIGN KEY (${own}) REFERENCES ${target.table} (${target.key})`);
  }
  return `CREATE TABLE ${name} (${lines.join(', ')}) CHARACTER SET utf8mb4;\n${triggers(table, side)}`;
}

/** An UPDATE that changes nothing is in no log. A trigger sees it all the same. */
function triggers(table: FuzzTable, side: Side): string {
  const name = tableName(table, side);
  const id = columnName(table.columns[0] as FuzzTable['columns'][number], side);
  const key = (row: string) =>
    `JSON_ARRAY(${keysOf(table).map((each) => `CAST(${row}.${columnName(each, side)} AS CHAR)`)})`;
  const same = table.columns
    .map((column) => columnName(column, side))
    .map((each) => `BINARY OLD.${each} <=> BINARY NEW.${each}`)
    .join(' AND ');
  const trigger = (op: string, before: string, after: string, when: string) =>
    `CREATE TRIGGER ${name}_${op.toLowerCase()} AFTER ${op} ON ${name} FOR EACH ROW BEGIN
  IF ${writerMark} = 1${when} THEN
    INSERT INTO fuzz_audit (tbl, op, \`key\`, new_key) VALUES ('${name}', '${op}', ${key(before)}, ${key(after)});
  END IF;
  IF ${before}.${id} >= ${BYSTANDERS} THEN
    INSERT INTO fuzz_touched (tbl, \`key\`) VALUES ('${name}', ${key(before)});
  END IF;
END;`;
  return [
    trigger('INSERT', 'NEW', 'NEW', ''),
    trigger('UPDATE', 'OLD', 'NEW', ` AND NOT (${same})`),
    trigger('DELETE', 'OLD', 'OLD', ''),
  ].join('\n');
}
