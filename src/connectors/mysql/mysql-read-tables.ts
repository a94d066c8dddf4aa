import { type CatalogColumn, columnForm } from './mysql-column-form.ts';
import type { ArrayRow, MysqlDatabase } from './mysql-database.ts';
import {
  CHECKPOINT_TABLE,
  FEED_TABLE,
  quoteName,
  quoteTable,
  quoteText,
  streamName,
  type TableName,
} from './mysql-names.ts';
import { neutralType } from './mysql-neutral-type.ts';
import type { ForeignKey, Table, TableColumn, UniqueSet } from './mysql-table.ts';

const own = [CHECKPOINT_TABLE, FEED_TABLE].map(quoteText).join(', ');

/**
 * The named tables, or every table of the connection's database but our own. Missing ones, views and
 * tables with a history of their own are left out. Four statements for any number of tables.
 */
export async function readTables(database: MysqlDatabase, names?: TableName[]): Promise<Table[]> {
  if (names?.length === 0) return [];
  const chosen = (schema: string, table: string) =>
    names
      ? `(${names.map((n) => `${schema} = ${quoteText(n.schema)} AND ${table} = ${quoteText(n.table)}`).join(' OR ')})`
      : `${schema} = ${quoteText(database.name)} AND ${table} NOT IN (${own})`;
  const found = await database.rows(
    `SELECT TABLE_SCHEMA, TABLE_NAME, ENGINE, TABLE_ROWS FROM information_schema.TABLES
     WHERE ${chosen('TABLE_SCHEMA', 'TABLE_NAME')} AND TABLE_TYPE = 'BASE TABLE' ORDER BY TABLE_SCHEMA, TABLE_NAME`,
  );
  if (found.length === 0) return [];
  const columns = byTable(await database.rows(columnsSql(chosen('TABLE_SCHEMA', 'TABLE_NAME'))));
  const indexes = byTable(await database.rows(indexesSql(chosen('TABLE_SCHEMA', 'TABLE_NAME'))));
  const references = byTable(await database.rows(referencesSql(chosen('k.TABLE_SCHEMA', 'k.TABLE_NAME'))));
  const { mariadb } = await database.dialect();
  // MySQL has a type for JSON.
  const checked = mariadb
    ? await jsonColumns(database, chosen('CONSTRAINT_SCHEMA', 'TABLE_NAME'))
    : new Set();
  return found.map(([schema, table, engine, estimate]) => {
    const name = { schema: schema!, table: table! };
    const place = placeOf(schema, table);
    const sets = uniqueSetsOf(indexes.get(place) ?? []);
    return {
      stream: streamName(name, database.name),
      name,
      quoted: quoteTable(name),
      engine: engine ?? '',
      columns: new Map(
        (columns.get(place) ?? []).map((row) => {
          const json = checked.has(`${place}\0${row[2]}`);
          const column = columnFrom(database, table!, catalogColumn(row, { json, mariadb }));
          return [column.name, column];
        }),
      ),
      key: sets.find((set) => set.name === 'PRIMARY')?.fields ?? [],
      uniqueSets: sets,
      foreignKeys: foreignKeysOf(database, references.get(place) ?? []),
      rowEstimate: estimate === null || estimate === undefined ? null : Number(estimate),
    };
  });
}

const columnsSql = (chosen: string) => `
  SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, COLUMN_DEFAULT, IS_NULLABLE, LOWER(DATA_TYPE), COLUMN_TYPE,
    CHARACTER_MAXIMUM_LENGTH, NUMERIC_PRECISION, NUMERIC_SCALE, COALESCE(DATETIME_PRECISION, 0),
    CHARACTER_SET_NAME, COLLATION_NAME, EXTRA, COLUMN_COMMENT
  FROM information_schema.COLUMNS WHERE ${chosen} ORDER BY ORDINAL_POSITION`;

/** An index over parts of columns or over expressions says nothing of whole values. */
const indexesSql = (chosen: string) => `
  SELECT TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, COLUMN_NAME, SUB_PART
  FROM information_schema.STATISTICS WHERE ${chosen} AND NON_UNIQUE = 0
  ORDER BY INDEX_NAME <> 'PRIMARY', INDEX_NAME, SEQ_IN_INDEX`;

const referencesSql = (chosen: string) => `
  SELECT k.TABLE_SCHEMA, k.TABLE_NAME, k.CONSTRAINT_NAME, k.COLUMN_NAME, k.REFERENCED_TABLE_SCHEMA,
    k.REFERENCED_TABLE_NAME, k.REFERENCED_COLUMN_NAME, r.DELETE_RULE, r.UPDATE_RULE
  FROM information_schema.KEY_COLUMN_USAGE k
  JOIN information_schema.REFERENTIAL_CONSTRAINTS r
    ON r.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME AND r.TABLE_NAME = k.TABLE_NAME
  WHERE ${chosen} AND k.REFERENCED_TABLE_NAME IS NOT NULL
  ORDER BY k.CONSTRAINT_NAME, k.ORDINAL_POSITION`;

/** MariaDB's JSON columns: those that are checked to be it. */
async function jsonColumns(database: MysqlDatabase, chosen: string): Promise<Set<string>> {
  const rows = await database.rows(
    `SELECT CONSTRAINT_SCHEMA, TABLE_NAME, CHECK_CLAUSE FROM information_schema.CHECK_CONSTRAINTS
     WHERE ${chosen} AND CHECK_CLAUSE LIKE 'json\\_valid(%'`,
  );
  return new Set(
    rows.flatMap(([schema, table, clause]) => {
      const column = /^json_valid\(`((?:[^`]|``)+)`\)$/i.exec(clause ?? '')?.[1];
      return column === undefined ? [] : [`${placeOf(schema, table)}\0${column.replaceAll('``', '`')}`];
    }),
  );
}

function columnFrom(database: MysqlDatabase, table: string, column: CatalogColumn): TableColumn {
  const form = columnForm(table, column, database.config);
  const generated = /\b(VIRTUAL|STORED|PERSISTENT) GENERATED\b/i.test(column.extra);
  const autoIncrement = /\bauto_increment\b/i.test(column.extra);
  const folds = foldingOf(column);
  return {
    name: column.name,
    quoted: quoteName(column.name),
    form,
    field: {
      name: column.name,
      nativeType: column.json ? 'json' : column.columnType,
      type: neutralType(column, form),
      nullable: column.nullable,
      hasDefault: column.default !== null || autoIncrement || generated,
      readOnly: generated,
      comment: column.comment === '' ? null : column.comment,
      ...(folds === null ? {} : { folds }),
    },
    nullable: column.nullable,
    unsigned: /unsigned/.test(column.columnType),
    zerofill: /zerofill/.test(column.columnType),
    charset: column.charset,
    collation: column.collation,
    zeroDates: database.config.zeroDates,
    touchedByUpdate: /\bon update\b/i.test(column.extra),
    autoIncrement,
    default: column.default,
  };
}

function catalogColumn(row: ArrayRow, { json, mariadb }: { json: boolean; mariadb: boolean }): CatalogColumn {
  const [, , name, initial, nullable, dataType, columnType, maxLength, precision, scale, fraction] = row;
  const [charset, collation, extra, comment] = row.slice(11);
  return {
    name: name!,
    default: defaultSql(initial ?? null, extra ?? '', mariadb),
    nullable: nullable === 'YES',
    dataType: dataType!,
    columnType: columnType!,
    maxLength: maxLength ?? null,
    precision: precision === null || precision === undefined ? null : Number(precision),
    scale: scale === null || scale === undefined ? null : Number(scale),
    fraction: Number(fraction ?? 0),
    charset: charset ?? null,
    collation: collation ?? null,
    extra: extra ?? '',
    comment: comment ?? '',
    json,
  };
}

/** MariaDB spells a default as SQL, no default of a nullable column too; MySQL gives a plain value without quotes. */
function defaultSql(initial: string | null, extra: string, mariadb: boolean): string | null {
  if (initial === null || (mariadb && initial === 'NULL')) return null;
  const isPlain = !mariadb && !/DEFAULT_GENERATED/i.test(extra) && !/^CURRENT_TIMESTAMP/i.test(initial);
  return isPlain ? quoteText(initial) : initial;
}

/**
 * By what rule two different values may be one key: nearly every collation takes letters of two sizes, or at
 * least blanks at the end, for the same.
 */
function foldingOf({ collation, dataType, columnType }: CatalogColumn): string | null {
  if (dataType === 'binary') return columnType;
  if (collation === null || dataType === 'json') return null;
  const exact = collation === 'binary' || /_nopad_bin$|_0900_bin$/.test(collation);
  return exact && dataType !== 'char' ? null : `the collation ${collation}`;
}

/** The unique indexes, those over expressions or parts of values left out. */
function uniqueSetsOf(rows: ArrayRow[]): UniqueSet[] {
  const sets = new Map<string, (string | null)[]>();
  for (const [, , index, column, part] of rows) {
    const whole = part === null || part === undefined ? (column ?? null) : null;
    sets.set(index!, [...(sets.get(index!) ?? []), whole]);
  }
  return [...sets].flatMap(([name, fields]) =>
    fields.includes(null) ? [] : [{ name, fields: fields as string[] }],
  );
}

function foreignKeysOf(database: MysqlDatabase, rows: ArrayRow[]): ForeignKey[] {
  const keys = new Map<string, ForeignKey>();
  for (const [, , constraint, column, schema, table, referenced, onDelete, onUpdate] of rows) {
    const key = keys.get(constraint!) ?? {
      fields: [],
      parent: streamName({ schema: schema!, table: table! }, database.name),
      parentFields: [],
      cascades: [onDelete, onUpdate].some((rule) => rule === 'CASCADE' || rule === 'SET NULL'),
    };
    key.fields.push(column!);
    key.parentFields.push(referenced!);
    keys.set(constraint!, key);
  }
  return [...keys.values()];
}

function placeOf(schema: string | null | undefined, table: string | null | undefined): string {
  return `${schema}\0${table}`;
}

function byTable(rows: ArrayRow[]): Map<string, ArrayRow[]> {
  const tables = new Map<string, ArrayRow[]>();
  for (const row of rows) {
    const place = placeOf(row[0], row[1]);
    const list = tables.get(place);
    if (list) list.push(row);
    else tables.set(place, [row]);
  }
  return tables;
}
