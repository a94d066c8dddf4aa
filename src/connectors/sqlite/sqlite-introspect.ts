import type { StreamSchema } from '#core/values/stream-schema.ts';
import { listTables, type SqliteCatalog } from './sqlite-catalog.ts';
import type { SqliteHandle } from './sqlite-handle.ts';
import type { Table } from './sqlite-table.ts';

/** Rows are counted up to here; beyond, the highest row number is taken where there is one. */
const COUNTED = 100_000;

/** The named tables, or every table but our own. Missing ones are left out. */
export function introspectSqlite(
  handle: SqliteHandle,
  catalog: SqliteCatalog,
  streams?: string[],
): StreamSchema[] {
  const names = streams ?? listTables(handle).map(({ name }) => name);
  return names.flatMap((name) => {
    const table = catalog.find(handle, name);
    return table ? [streamFrom(handle, table)] : [];
  });
}

function streamFrom(handle: SqliteHandle, table: Table): StreamSchema {
  const key = JSON.stringify([...table.key].sort());
  return {
    name: table.stream,
    fields: [...table.columns.values()].map(({ field }) => field),
    key: table.key,
    uniques: table.uniqueSets.filter((fields) => JSON.stringify([...fields].sort()) !== key),
    references: table.foreignKeys.map(({ fields, parent, parentFields }) => ({
      fields,
      stream: parent,
      referencedFields: parentFields,
    })),
    rowEstimate: estimate(handle, table),
    beforeImage: 'full',
  };
}

function estimate(handle: SqliteHandle, table: Table): number | null {
  const counted = handle.number(`SELECT count(*) FROM (SELECT 1 FROM ${table.quoted} LIMIT ${COUNTED})`) ?? 0;
  if (counted < COUNTED) return counted;
  const number = table.rowNumber && table.columns.get(table.rowNumber);
  return number ? handle.number(`SELECT max(${number.quoted}) FROM ${table.quoted}`) : counted;
}
