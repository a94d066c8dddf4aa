import { SyncError } from '../errors/sync-error.ts';

/**
 * The named column of a table as a connector knows it. Throws `FIELD_MISSING`.
 *
 * @param table `columns` by name, whatever the connector keeps of each; `stream` for the message
 */
export function columnOf<Column>(
  table: { stream: string; columns: ReadonlyMap<string, Column> },
  field: string,
): Column {
  const column = table.columns.get(field);
  if (!column) {
    throw new SyncError('FIELD_MISSING', `${table.stream} has no field ${field}.`, {
      detail: `Fields: ${[...table.columns.keys()].join(', ')}`,
    });
  }
  return column;
}
