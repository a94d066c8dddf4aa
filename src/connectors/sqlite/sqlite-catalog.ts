import { SyncError } from '#core/errors/sync-error.ts';
import type { Field } from '#core/values/stream-schema.ts';
import { columnCodec } from './sqlite-column-codec.ts';
import type { SqliteHandle } from './sqlite-handle.ts';
import type { Raw } from './sqlite-literal.ts';
import { isOwnTable, quoteName } from './sqlite-names.ts';
import type { ForeignKey, Table, TableColumn } from './sqlite-table.ts';

type Listed = { name: string; withoutRowid: boolean; strict: boolean; sql: string };
type Index = {
  name: string;
  origin: string;
  partial: boolean;
  fields: (string | null)[];
  collations: string[];
};

/** Tables as they are, remembered for as long as the schema stays what it is. */
export class SqliteCatalog {
  #version: number | null = null;
  #tables = new Map<string, Table>();
  #all: Table[] | null = null;

  /** Throws `STREAM_MISSING`. */
  table(handle: SqliteHandle, stream: string): Table {
    const table = this.find(handle, stream);
    if (!table) throw new SyncError('STREAM_MISSING', `There is no table ${stream}.`);
    return table;
  }

  /** Every table but ours. */
  all(handle: SqliteHandle): Table[] {
    this.#keepUp(handle);
    this.#all ??= listTables(handle).map((listed) => readTable(handle, listed, listed.name));
    return this.#all;
  }

  find(handle: SqliteHandle, stream: string): Table | null {
    this.#keepUp(handle);
    const known = this.#tables.get(stream);
    if (known) return known;
    const [listed] = listTables(handle, stream);
    if (!listed) return null;
    const table = readTable(handle, listed, stream);
    this.#tables.set(stream, table);
    return table;
  }

  forget(): void {
    this.#version = null;
    this.#tables = new Map();
    this.#all = null;
  }

  #keepUp(handle: SqliteHandle): void {
    const version = handle.schemaVersion;
    if (version !== this.#version) this.forget();
    this.#version = version;
  }
}

/** Ordinary tables, but ours and SQLite's own. */
export function listTables(handle: SqliteHandle, name?: string): Listed[] {
  const rows = handle.all(
    `SELECT l.name, l.wr, l.strict, s.sql FROM pragma_table_list AS l
     JOIN sqlite_schema AS s ON s.type = 'table' AND s.name = l.name
     WHERE l.schema = 'main' AND l.type = 'table' AND (?1 IS NULL OR l.name = ?1 COLLATE NOCASE) ORDER BY l.name`,
    name ?? null,
  );
  return rows
    .map(([found, wr, strict, sql]) => ({
      name: String(found),
      withoutRowid: wr === 1n,
      strict: strict === 1n,
      sql: String(sql),
    }))
    .filter((listed) => !isOwnTable(listed.name));
}

function readTable(handle: SqliteHandle, listed: Listed, stream: string): Table {
  const { name, withoutRowid, strict, sql } = listed;
  const info = handle.all(
    'SELECT name, type, "notnull", dflt_value, pk, hidden FROM pragma_table_xinfo(?) WHERE hidden <> 1 ORDER BY cid',
    name,
  );
  const indexes = uniqueIndexes(handle, name);
  const key = info
    .filter((row) => Number(row[4]) > 0)
    .sort((a, b) => Number(a[4]) - Number(b[4]))
    .map(([field]) => String(field));
  const [first] = key;
  const isNumber =
    key.length === 1 &&
    !withoutRowid &&
    !indexes.some(({ origin }) => origin === 'pk') &&
    info.some(([field, type]) => field === first && String(type).toUpperCase() === 'INTEGER');
  const rowNumber = isNumber && first !== undefined ? first : null;
  const autoincrement = rowNumber !== null && /\bAUTOINCREMENT\b/i.test(sql);
  const collations = new Map(
    indexes.flatMap((index) =>
      index.fields.map((field, i) => [field ?? '', index.collations[i] ?? 'BINARY'] as const),
    ),
  );
  const columns = info.map((row) =>
    columnFrom(row, {
      key,
      neverNull: withoutRowid || strict || rowNumber !== null,
      rowNumber,
      collation: collations.get(String(row[0])) ?? 'BINARY',
    }),
  );
  const whole = indexes.filter((index) => !index.partial && index.fields.every((field) => field !== null));
  const sets = [key, ...whole.map(({ fields }) => fields as string[])].filter((fields) => fields.length > 0);
  return {
    stream,
    name,
    quoted: quoteName(name),
    columns: new Map(columns.map((column) => [column.name, column])),
    key,
    rowNumber,
    autoincrement,
    withoutRowid,
    strict,
    uniqueSets: [...new Map(sets.map((fields) => [JSON.stringify([...fields].sort()), fields])).values()],
    otherUniques: indexes.filter((index) => !whole.includes(index)).map((index) => index.name),
    foreignKeys: foreignKeysOf(handle, name),
    deferred: /\bINITIALLY\s+DEFERRED\b/i.test(sql),
  };
}

function columnFrom(
  [name, declared, notNull, defaultSql, pk, hidden]: Raw[],
  around: { key: string[]; neverNull: boolean; rowNumber: string | null; collation: string },
): TableColumn {
  const field = String(name);
  const nativeType = String(declared ?? '');
  const inKey = Number(pk) > 0;
  const { type, decode, encode } = columnCodec(field, nativeType, inKey);
  const generated = Number(hidden) >= 2;
  const nullable = notNull !== 1n && !(inKey && around.neverNull);
  const collation = around.collation.toUpperCase();
  const shown: Field = {
    name: field,
    nativeType: nativeType || 'ANY',
    type,
    nullable,
    hasDefault: defaultSql !== null || generated || field === around.rowNumber,
    readOnly: generated,
    comment: null,
    ...(collation === 'BINARY' || type.kind !== 'text' ? {} : { folds: collation }),
  };
  return {
    name: field,
    quoted: quoteName(field),
    declared: nativeType,
    type,
    nullable,
    defaultSql: defaultSql === null ? null : String(defaultSql),
    generated,
    collation,
    field: shown,
    decode,
    encode,
  };
}

function uniqueIndexes(handle: SqliteHandle, table: string): Index[] {
  const listed = handle.all(
    'SELECT name, origin, partial FROM pragma_index_list(?) WHERE "unique" = 1 ORDER BY seq DESC',
    table,
  );
  return listed.map(([name, origin, partial]) => {
    const parts = handle.all(
      'SELECT name, coll FROM pragma_index_xinfo(?) WHERE key = 1 ORDER BY seqno',
      String(name),
    );
    return {
      name: String(name),
      origin: String(origin),
      partial: partial === 1n,
      fields: parts.map(([field]) => (field === null ? null : String(field))),
      collations: parts.map(([, collation]) => String(collation)),
    };
  });
}

function foreignKeysOf(handle: SqliteHandle, table: string): ForeignKey[] {
  const rows = handle.all(
    `SELECT f.id, ifnull(s.name, f."table"), f."from", f."to" FROM pragma_foreign_key_list(?) AS f
     LEFT JOIN sqlite_schema AS s ON s.type = 'table' AND s.name = f."table" COLLATE NOCASE ORDER BY f.id DESC, f.seq`,
    table,
  );
  const byId = new Map<string, ForeignKey>();
  for (const [id, parent, from, to] of rows) {
    const entry = byId.get(String(id)) ?? { parent: String(parent), fields: [], parentFields: [] };
    byId.set(String(id), entry);
    entry.fields.push(String(from));
    if (to !== null) entry.parentFields.push(String(to));
  }
  for (const entry of byId.values()) {
    if (entry.parentFields.length > 0) continue;
    // Without names, the parent's primary key is meant.
    const key = handle.all('SELECT name FROM pragma_table_xinfo(?) WHERE pk > 0 ORDER BY pk', entry.parent);
    entry.parentFields = key.map(([name]) => String(name));
  }
  return [...byId.values()];
}
