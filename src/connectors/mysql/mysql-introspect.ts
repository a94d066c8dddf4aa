import type { BeforeImage, StreamSchema } from '#core/values/stream-schema.ts';
import type { MysqlDatabase } from './mysql-database.ts';
import { parseStreamName, streamName } from './mysql-names.ts';
import { readTables } from './mysql-read-tables.ts';
import type { Table } from './mysql-table.ts';

/** The named tables, or every table of the database but our own. Missing ones are left out. */
export async function introspectMysql(database: MysqlDatabase, streams?: string[]): Promise<StreamSchema[]> {
  const names = streams?.map((stream) => parseStreamName(stream, database.name));
  const tables = await readTables(database, names);
  const [image] = await database.rows('SELECT @@GLOBAL.binlog_row_image');
  const beforeImage: BeforeImage = image?.[0]?.toUpperCase() === 'FULL' ? 'full' : 'key';
  const schemas = tables.map((table) => schemaOf(table, beforeImage));
  if (!streams) return schemas;
  // A stream keeps the name by which it was asked for.
  return streams.flatMap((stream) => {
    const name = streamName(parseStreamName(stream, database.name), database.name);
    const found = schemas.find((schema) => schema.name === name);
    return found ? [{ ...found, name: stream }] : [];
  });
}

/** Without an id and numbers of fields: MySQL has none that outlive an ALTER TABLE. */
function schemaOf(table: Table, beforeImage: BeforeImage): StreamSchema {
  return {
    name: table.stream,
    fields: [...table.columns.values()].map(({ field }) => field),
    key: table.key,
    uniques: table.uniqueSets.filter(({ name }) => name !== 'PRIMARY').map(({ fields }) => fields),
    references: table.foreignKeys.map(({ fields, parent, parentFields }) => ({
      fields,
      stream: parent,
      referencedFields: parentFields,
    })),
    rowEstimate: table.rowEstimate,
    beforeImage: table.key.length === 0 && beforeImage === 'key' ? 'none' : beforeImage,
  };
}
