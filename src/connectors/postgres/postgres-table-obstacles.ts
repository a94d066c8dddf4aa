import type { PreflightFinding } from '#core/ports/preflight.ts';
import { obstacle, takenName } from '#core/tables/obstacle.ts';
import type { WantedChange, WantedReference } from '#core/tables/wanted-change.ts';
import { textArray } from '#lib/text-array.ts';
import type { PostgresDatabase } from './postgres-database.ts';
import { parseStreamName, quoteName, quoteTable, streamName } from './postgres-names.ts';

type SchemaFacts = { user: string; there: boolean; usage: boolean; create: boolean };
type TableFacts = { owner: boolean; ownerName: string; references: boolean; fields: string[] };
type Facts = { user: string; schemas: Record<string, SchemaFacts>; tables: Record<string, TableFacts> };

const schemasSql = `
  SELECT current_user AS user, w.name, n.oid IS NOT NULL AS there,
    COALESCE(has_schema_privilege(n.oid, 'USAGE'), false) AS usage,
    COALESCE(has_schema_privilege(n.oid, 'CREATE'), false) AS create
  FROM unnest($1::text[]) w(name) LEFT JOIN pg_namespace n ON n.nspname = w.name`;

/** Any relation, since all kinds share their names. */
const tablesSql = `
  SELECT n.nspname AS schema, c.relname AS table, pg_has_role(current_user, c.relowner, 'USAGE') AS owner,
    pg_get_userbyid(c.relowner) AS owner_name,
    has_table_privilege(c.oid, 'REFERENCES') AS references,
    (SELECT json_agg(a.attname)::text FROM pg_attribute a
     WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS fields
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'i', 'I', 'c')
    AND (n.nspname, c.relname) IN (SELECT * FROM unnest($1::text[], $2::text[]))`;

/** What stands in the way of these changes: names that are taken, schemas and rights that are missing. */
export async function findTableObstacles(
  database: PostgresDatabase,
  changes: readonly WantedChange[],
): Promise<PreflightFinding[]> {
  const made = new Set(
    changes.flatMap((change) => (change.kind === 'create-table' ? [change.table.name] : [])),
  );
  const facts = await readFacts(database, changes);
  return [
    ...schemaFindings([...made], facts),
    ...[...made].flatMap((stream) => (facts.tables[stream] ? [takenName(stream, stream)] : [])),
    ...changes.flatMap((change) => (change.kind === 'add-field' ? fieldFindings(change, facts) : [])),
    ...changes.flatMap((change) =>
      referencesOf(change).flatMap(({ stream }) => (made.has(stream) ? [] : parentFindings(stream, facts))),
    ),
  ];
}

async function readFacts(database: PostgresDatabase, changes: readonly WantedChange[]): Promise<Facts> {
  const streams = changes.flatMap((change) => [
    change.kind === 'create-table' ? change.table.name : change.stream,
    ...referencesOf(change).map(({ stream }) => stream),
  ]);
  const names = [...new Set(streams)].map(parseStreamName);
  const [schemas, tables] = await Promise.all([
    database.rows(schemasSql, [textArray([...new Set(names.map(({ schema }) => schema))])]),
    database.rows(tablesSql, [
      textArray(names.map(({ schema }) => schema)),
      textArray(names.map(({ table }) => table)),
    ]),
  ]);
  const is = (value: string | null | undefined) => value === 't';
  return {
    user: schemas[0]?.user ?? '',
    schemas: Object.fromEntries(
      schemas.map((row) => [
        row.name,
        { there: is(row.there), usage: is(row.usage), create: is(row.create), user: row.user ?? '' },
      ]),
    ),
    tables: Object.fromEntries(
      tables.map((row) => [
        streamName({ schema: row.schema ?? '', table: row.table ?? '' }),
        {
          owner: is(row.owner),
          ownerName: row.owner_name ?? '',
          references: is(row.references),
          fields: JSON.parse(row.fields ?? '[]') as string[],
        },
      ]),
    ),
  };
}

function referencesOf(change: WantedChange): WantedReference[] {
  if (change.kind === 'create-table') return change.table.references;
  return change.kind === 'add-reference' ? [change.reference] : [];
}

function schemaFindings(made: string[], { user, schemas }: Facts): PreflightFinding[] {
  const wanted = new Map(made.map((stream) => [parseStreamName(stream).schema, stream]));
  return [...wanted].flatMap(([schema, stream]): PreflightFinding[] => {
    const facts = schemas[schema];
    if (!facts?.there) {
      const title = `There is no schema ${schema}`;
      return [
        obstacle(
          'STREAM_MISSING',
          stream,
          title,
          `${stream} has no place.`,
          `CREATE SCHEMA ${quoteName(schema)};`,
        ),
      ];
    }
    if (facts.create && facts.usage) return [];
    const fix = `GRANT USAGE, CREATE ON SCHEMA ${quoteName(schema)} TO ${quoteName(user)};`;
    return [
      obstacle(
        'PRIVILEGE_MISSING',
        stream,
        `${user} may not create tables in the schema ${schema}`,
        'No table can be made there.',
        fix,
      ),
    ];
  });
}

function fieldFindings(
  { stream, field }: Extract<WantedChange, { kind: 'add-field' }>,
  { user, tables }: Facts,
): PreflightFinding[] {
  const table = tables[stream];
  if (!table)
    return [obstacle('STREAM_MISSING', stream, `${stream} is not there`, 'No field can be added to it.')];
  if (table.fields.includes(field.name)) return [takenName(stream, `${stream}.${field.name}`)];
  if (table.owner) return [];
  const fix = `GRANT ${quoteName(table.ownerName)} TO ${quoteName(user)};`;
  const why = `PostgreSQL lets only an owner alter a table; that is ${table.ownerName}.`;
  return [obstacle('PRIVILEGE_MISSING', stream, `${user} may not alter ${stream}`, why, fix)];
}

function parentFindings(stream: string, { user, tables }: Facts): PreflightFinding[] {
  const table = tables[stream];
  if (!table) return [obstacle('STREAM_MISSING', stream, `${stream} is not there`, 'A reference needs it.')];
  if (table.references) return [];
  const fix = `GRANT REFERENCES ON ${quoteTable(parseStreamName(stream))} TO ${quoteName(user)};`;
  return [
    obstacle(
      'PRIVILEGE_MISSING',
      stream,
      `${user} may not refer to ${stream}`,
      'A reference needs that right.',
      fix,
    ),
  ];
}
