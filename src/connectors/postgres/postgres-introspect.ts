import type { BeforeImage, Field, StreamSchema } from '#core/values/stream-schema.ts';
import { textArray } from '#lib/text-array.ts';
import type { PostgresDatabase } from './postgres-database.ts';
import { OWN_SCHEMA, parseStreamName, streamName } from './postgres-names.ts';
import { type CatalogType, neutralType } from './postgres-neutral-type.ts';

type CatalogTypeJson = Omit<CatalogType, 'element' | 'modifier'> & {
  modifier: number;
  element: Omit<CatalogType, 'element'> | null;
};
type TableJson = {
  id: string;
  schema: string;
  table: string;
  estimate: number | null;
  identity: string;
  /** Identities of the partitions, for a partitioned table. */
  partitionIdentities: string[] | null;
  fields: {
    name: string;
    number: number;
    nativeType: string;
    type: CatalogTypeJson;
    nullable: boolean;
    hasDefault: boolean;
    generated: boolean;
    identityAlways: boolean;
    folds: string | null;
    comment: string | null;
  }[];
  indexes: { primary: boolean; fields: string[] }[] | null;
  references: { fields: string[]; schema: string; table: string; referencedFields: string[] }[] | null;
};

/** One JSON document per table, so that any number of tables costs one round trip. */
const tablesSql = (named: boolean) => `
  WITH chosen AS (
    SELECT c.*, n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND c.relpersistence = 'p'
      AND ${
        named
          ? '(n.nspname, c.relname) IN (SELECT * FROM unnest($1::text[], $2::text[]))'
          : `NOT c.relispartition AND n.nspname NOT IN ('pg_catalog', 'information_schema', '${OWN_SCHEMA}')
             AND n.nspname !~ '^pg_(toast|temp)'`
      }
  )
  SELECT jsonb_build_object(
    'id', c.oid::text, 'schema', c.nspname, 'table', c.relname,
    'estimate', CASE WHEN c.relkind = 'p'
      THEN (SELECT sum(greatest(l.reltuples, 0)) FROM pg_partition_tree(c.oid) t JOIN pg_class l ON l.oid = t.relid WHERE t.isleaf)
      WHEN c.reltuples >= 0 THEN c.reltuples END,
    'identity', c.relreplident,
    'partitionIdentities', CASE WHEN c.relkind = 'p' THEN (SELECT jsonb_agg(DISTINCT l.relreplident)
      FROM pg_partition_tree(c.oid) t JOIN pg_class l ON l.oid = t.relid WHERE t.isleaf) END,
    'fields', (SELECT jsonb_agg(jsonb_build_object(
        'name', a.attname,
        'number', a.attnum,
        'nativeType', format_type(a.atttypid, a.atttypmod),
        'type', jsonb_build_object('schema', bn.nspname, 'name', b.typname, 'kind', b.typtype, 'modifier', base.modifier,
          'spelled', format_type(b.oid, base.modifier),
          'enumValues', COALESCE((SELECT jsonb_agg(v.enumlabel ORDER BY v.enumsortorder) FROM pg_enum v WHERE v.enumtypid = b.oid), '[]'),
          'element', CASE WHEN b.typcategory = 'A' THEN (
            SELECT jsonb_build_object('schema', en.nspname, 'name', e.typname, 'kind', e.typtype, 'modifier', base.modifier,
              'spelled', format_type(e.oid, base.modifier),
              'enumValues', COALESCE((SELECT jsonb_agg(v.enumlabel ORDER BY v.enumsortorder) FROM pg_enum v WHERE v.enumtypid = e.oid), '[]'))
            FROM pg_type e JOIN pg_namespace en ON en.oid = e.typnamespace WHERE e.oid = b.typelem) END),
        'nullable', NOT (a.attnotnull OR declared.typnotnull),
        'hasDefault', a.atthasdef OR a.attidentity <> '' OR declared.typdefault IS NOT NULL,
        'generated', a.attgenerated <> '',
        'identityAlways', a.attidentity = 'a',
        'folds', CASE WHEN b.typname = 'citext' THEN 'citext' WHEN b.typname = 'bpchar' THEN 'character(n)'
          WHEN NOT rule.collisdeterministic THEN 'the collation ' || rule.collname END,
        'comment', col_description(c.oid, a.attnum)
      ) ORDER BY a.attnum)
      FROM pg_attribute a
      JOIN pg_type declared ON declared.oid = a.atttypid
      JOIN LATERAL (
        WITH RECURSIVE chain AS (
          SELECT declared.oid, declared.typtype, declared.typbasetype, declared.typtypmod, a.atttypmod AS modifier
          UNION ALL
          SELECT t.oid, t.typtype, t.typbasetype, t.typtypmod, chain.typtypmod
          FROM pg_type t JOIN chain ON t.oid = chain.typbasetype AND chain.typtype = 'd'
        )
        SELECT oid, modifier FROM chain WHERE typtype <> 'd'
      ) base ON true
      JOIN pg_type b ON b.oid = base.oid
      JOIN pg_namespace bn ON bn.oid = b.typnamespace
      LEFT JOIN pg_collation rule ON rule.oid = a.attcollation
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
    'indexes', (SELECT jsonb_agg(jsonb_build_object('primary', i.indisprimary, 'fields', (
        SELECT jsonb_agg(a.attname ORDER BY k.n) FROM unnest(i.indkey[0:i.indnkeyatts-1]) WITH ORDINALITY k(attnum, n)
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum)) ORDER BY i.indexrelid)
      FROM pg_index i WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL),
    'references', (SELECT jsonb_agg(jsonb_build_object(
        'schema', pn.nspname, 'table', p.relname,
        'fields', (SELECT jsonb_agg(a.attname ORDER BY k.n) FROM unnest(f.conkey) WITH ORDINALITY k(attnum, n)
          JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.attnum),
        'referencedFields', (SELECT jsonb_agg(a.attname ORDER BY k.n) FROM unnest(f.confkey) WITH ORDINALITY k(attnum, n)
          JOIN pg_attribute a ON a.attrelid = f.confrelid AND a.attnum = k.attnum)) ORDER BY f.conname)
      FROM pg_constraint f JOIN pg_class p ON p.oid = f.confrelid JOIN pg_namespace pn ON pn.oid = p.relnamespace
      WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.conparentid = 0)
  )::text AS document
  FROM chosen c ORDER BY c.nspname, c.relname`;

/** The named tables, or every table of the database but partitions and our own. Missing ones are left out. */
export async function introspectPostgres(
  database: PostgresDatabase,
  streams?: string[],
): Promise<StreamSchema[]> {
  const names = streams?.map(parseStreamName);
  const rows = await database.rows(
    tablesSql(names !== undefined),
    names ? [textArray(names.map((n) => n.schema)), textArray(names.map((n) => n.table))] : [],
  );
  const tables = rows.map((row) => streamFrom(JSON.parse(row.document!) as TableJson));
  if (!streams) return tables;
  // A stream keeps the name by which it was asked for.
  return streams.flatMap((stream) => {
    const found = tables.find((table) => table.name === streamName(parseStreamName(stream)));
    return found ? [{ ...found, name: stream }] : [];
  });
}

function streamFrom(table: TableJson): StreamSchema {
  const key = table.indexes?.find((index) => index.primary)?.fields ?? [];
  return {
    name: streamName(table),
    id: table.id,
    fields: (table.fields ?? []).map(fieldFrom),
    key,
    uniques: (table.indexes ?? []).filter((index) => !index.primary).map((index) => index.fields),
    references: (table.references ?? []).map(({ schema, table: name, fields, referencedFields }) => ({
      fields,
      stream: streamName({ schema, table: name }),
      referencedFields,
    })),
    rowEstimate: table.estimate === null ? null : Math.round(table.estimate),
    beforeImage: weakest(
      (table.partitionIdentities ?? [table.identity]).map((id) => beforeImage(id, key.length > 0)),
    ),
  };
}

function fieldFrom(field: TableJson['fields'][number]): Field {
  return {
    name: field.name,
    number: field.number,
    nativeType: field.nativeType,
    type: neutralType(field.type as CatalogType),
    nullable: field.nullable,
    hasDefault: field.hasDefault || field.generated,
    readOnly: field.generated || field.identityAlways,
    comment: field.comment,
    ...(field.folds === null ? {} : { folds: field.folds }),
  };
}

function beforeImage(identity: string, hasKey: boolean): BeforeImage {
  if (identity === 'f') return 'full';
  if (identity === 'i' || (identity === 'd' && hasKey)) return 'key';
  return 'none';
}

function weakest(images: BeforeImage[]): BeforeImage {
  return images.includes('none') ? 'none' : images.includes('key') ? 'key' : 'full';
}
