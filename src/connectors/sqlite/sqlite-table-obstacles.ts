import type { PreflightFinding } from '#core/ports/preflight.ts';
import { obstacle, takenName } from '#core/tables/obstacle.ts';
import type { WantedChange } from '#core/tables/wanted-change.ts';
import type { SqliteHandle } from './sqlite-handle.ts';

/** What stands in the way of these changes: names that are taken, tables that are missing. */
export function findTableObstacles(
  handle: SqliteHandle,
  changes: readonly WantedChange[],
): PreflightFinding[] {
  return changes.flatMap((change): PreflightFinding[] => {
    if (change.kind === 'add-reference') return [];
    if (change.kind === 'create-table') {
      const { name } = change.table;
      const sql = 'SELECT count(*) FROM sqlite_schema WHERE name = ? COLLATE NOCASE';
      return handle.number(sql, name) ? [takenName(name, name)] : [];
    }
    const { stream, field } = change;
    const fields = handle.all('SELECT name FROM pragma_table_xinfo(?)', stream).map(([name]) => String(name));
    if (fields.length === 0) {
      const detail = 'No field can be added to it.';
      return [obstacle('STREAM_MISSING', stream, `${stream} is not there`, detail)];
    }
    const known = fields.some((name) => name.toLowerCase() === field.name.toLowerCase());
    return known ? [takenName(stream, `${stream}.${field.name}`)] : [];
  });
}
