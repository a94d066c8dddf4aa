import { SyncError } from '#core/errors/sync-error.ts';
import type { PostgresDatabase, TextRow } from './postgres-database.ts';
import { parseStreamName, quoteName, quoteTable, streamName, type TableName } from './postgres-names.ts';
import type { Equality, ForeignKey, Table, TableColumn } from './postgres-table.ts';

/** Types that have no equality, or one that means something else (a box equals any box of its area). */
const comparedByText = new Set([
  'json',
  'xml',
  'point',
  'line',
  'lseg',
  'box',
  'path',
  'polygon',
  'circle',
  'interval',
  'jsonpath',
  'aclitem',
  'refcursor',
  'txid_snapshot',
  'pg_snapshot',
  'gtsvector',
]);

const columnsSql = `
  SELECT a.attname AS name, a.attnum AS number, a.attnotnull AS not_null, a.attidentity AS identity,
    format_type(a.atttypid, a.atttypmod) AS native_type,
    bn.nspname AS type_schema, b.typname AS type_name, b.typtype AS type_kind, b.typcategory AS category,
    en.nspname AS element_schema, e.typname AS element_name, e.typtype AS element_kind,
    CASE WHEN a.attcollation <> 0 THEN c.collisdeterministic END AS deterministic,
    CASE WHEN a.attcollation NOT IN (0, 100) THEN cn.nspname END AS collation_schema, c.collname AS collation_name
  FROM pg_attribute a
  JOIN LATERAL (
    WITH RECURSIVE base AS (
      SELECT t.oid, t.typtype, t.typbasetype FROM pg_type t WHERE t.oid = a.atttypid
      UNION ALL
      SELECT t.oid, t.typtype, t.typbasetype FROM pg_type t JOIN base ON t.oid = base.typbasetype AND base.typtype = 'd'
    )
    SELECT t.* FROM base JOIN pg_type t ON t.oid = base.oid WHERE base.typtype <> 'd'
  ) b ON true
  JOIN pg_namespace bn ON bn.oid = b.typnamespace
  LEFT JOIN pg_type e ON e.oid = b.typelem AND b.typcategory = 'A'
  LEFT JOIN pg_namespace en ON en.oid = e.typnamespace
  LEFT JOIN pg_collation c ON c.oid = a.attcollation
  LEFT JOIN pg_namespace cn ON cn.oid = c.collnamespace
  WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped
  ORDER BY a.attnum`;

const keysSql = `
  SELECT (SELECT json_agg(a.attname ORDER BY k.n)::text FROM unnest(i.indkey[0:i.indnkeyatts-1]) WITH ORDINALITY k(attnum, n)
    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum) AS fields,
    i.indimmediate AS immediate, COALESCE((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false) AS nulls_equal
  FROM pg_index i
  WHERE i.indrelid = $1::regclass AND i.indisunique AND i.indisvalid
    AND i.indpred IS NULL AND i.indexprs IS NULL`;

const namesOf = (relation: string, numbers: string) => `
  (SELECT json_agg(a.attname ORDER BY k.n) FROM unnest(${numbers}) WITH ORDINALITY k(attnum, n)
    JOIN pg_attribute a ON a.attrelid = ${relation} AND a.attnum = k.attnum)`;

const relationsSql = `
  SELECT
    (SELECT json_agg(json_build_object('schema', n.nspname, 'table', p.relname,
        'fields', ${namesOf('f.conrelid', 'f.conkey')}, 'parentFields', ${namesOf('f.confrelid', 'f.confkey')}))::text
      FROM pg_constraint f JOIN pg_class p ON p.oid = f.confrelid JOIN pg_namespace n ON n.oid = p.relnamespace
      WHERE f.conrelid = $1::regclass AND f.contype = 'f') AS foreign_keys,
    EXISTS (SELECT FROM pg_constraint f WHERE f.condeferrable AND (f.conrelid = $1::regclass OR f.confrelid = $1::regclass))
      OR EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = $1::regclass AND t.tgdeferrable) AS deferrable`;

/** Runs a statement and gives its rows, on the pool or on one connection. */
export type RunQuery = (text: string, values: string[]) => Promise<TextRow[]>;

/** Tables by stream, read once and kept until somebody finds that they changed. */
export class PostgresCatalog {
  readonly #database: PostgresDatabase;
  readonly #tables = new Map<string, Promise<Table>>();

  constructor(database: PostgresDatabase) {
    this.#database = database;
  }

  /** Throws `STREAM_MISSING`. */
  table(stream: string): Promise<Table> {
    let table = this.#tables.get(stream);
    if (!table) {
      table = readTable((text, values) => this.#database.rows(text, values), stream);
      this.#keep(stream, table);
    }
    return table;
  }

  /** Reads the streams again, on the caller's own connection. */
  async refresh(streams: string[], query: RunQuery): Promise<Map<string, Table>> {
    const tables = new Map<string, Table>();
    for (const stream of streams) {
      const table = readTable(query, stream);
      this.#keep(stream, table);
      tables.set(stream, await table);
    }
    return tables;
  }

  /** Reads the streams again on their next use. */
  forget(streams: Iterable<string>): void {
    for (const stream of streams) this.#tables.delete(stream);
  }

  #keep(stream: string, table: Promise<Table>): void {
    this.#tables.set(stream, table);
    table.catch(() => this.#tables.delete(stream));
  }
}

async function readTable(query: RunQuery, stream: string): Promise<Table> {
  const name = parseStreamName(stream);
  const found = await query(
    `SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p')`,
    [name.schema, name.table],
  );
  const oid = found[0]?.oid;
  if (!oid) throw new SyncError('STREAM_MISSING', `There is no table ${stream}.`);
  const columns = await query(columnsSql, [oid]);
  const keys = await query(keysSql, [oid]);
  const relations = await query(relationsSql, [oid]);
  const foreignKeys = JSON.parse(relations[0]?.foreign_keys ?? '[]') as (TableName &
    Omit<ForeignKey, 'parent'>)[];
  const uniqueSets = keys.map((row) => ({
    fields: JSON.parse(row.fields ?? '[]') as string[],
    nullsEqual: row.nulls_equal === 't',
    immediate: row.immediate === 't',
  }));
  return {
    stream,
    oid,
    name,
    quoted: quoteTable(name),
    columns: new Map(columns.map((row) => [row.name!, columnFrom(row)])),
    uniqueKeys: uniqueSets.filter((set) => set.immediate).map((set) => set.fields),
    uniqueSets,
    foreignKeys: foreignKeys.map(({ schema, table, fields, parentFields }) => ({
      fields,
      parent: streamName({ schema, table }),
      parentFields,
    })),
    deferrable: relations[0]?.deferrable === 't',
  };
}

function columnFrom(row: TextRow): TableColumn {
  const isBaseType = row.type_kind === 'b' && row.category !== 'A';
  return {
    name: row.name!,
    number: Number(row.number),
    quoted: quoteName(row.name!),
    nativeType: row.native_type!,
    castType: `${quoteName(row.type_schema!)}.${quoteName(row.type_name!)}`,
    equality: equalityOf(row),
    numeric: row.category === 'N' && row.type_schema === 'pg_catalog',
    category: row.category!,
    operatorSchema: isBaseType ? row.type_schema! : 'pg_catalog',
    collate: row.collation_schema
      ? ` COLLATE ${quoteName(row.collation_schema)}.${quoteName(row.collation_name!)}`
      : '',
    nullable: row.not_null === 'f',
    identityAlways: row.identity === 'a',
  };
}

/** Extension types and composites go by text: their equality may be missing or coarser than their text. */
function equalityOf(row: TextRow): Equality {
  const array = row.category === 'A' && row.element_name !== null;
  const schema = array ? row.element_schema : row.type_schema;
  const name = (array ? row.element_name : row.type_name)!;
  const kind = array ? row.element_kind : row.type_kind;
  if (kind === 'c' || kind === 'd' || comparedByText.has(name)) return 'text';
  if (kind === 'b' && schema !== 'pg_catalog') return 'text';
  return row.deterministic === 'f' ? 'bytes' : 'operator';
}
