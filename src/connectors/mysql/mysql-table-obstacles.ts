import type { PreflightFinding } from '#core/ports/preflight.ts';
import { obstacle, takenName } from '#core/tables/obstacle.ts';
import type { WantedChange } from '#core/tables/wanted-change.ts';
import type { MysqlDatabase } from './mysql-database.ts';
import { parseStreamName, quoteName, quoteText, type TableName } from './mysql-names.ts';
import { holdsRight, quotedUser } from './mysql-rights.ts';

/** What stands in the way of these changes: names that are taken, and rights that are missing. */
export async function findTableObstacles(
  database: MysqlDatabase,
  changes: readonly WantedChange[],
): Promise<PreflightFinding[]> {
  const findings = await findRights(database, changes);
  for (const change of changes) {
    const stream = change.kind === 'create-table' ? change.table.name : change.stream;
    const name = parseStreamName(stream, database.name);
    const fields = await fieldsOf(database, name);
    if (change.kind === 'create-table' && fields) findings.push(takenName(stream, stream));
    if (change.kind !== 'add-field') continue;
    if (!fields) {
      const why = 'No field can be added to it.';
      findings.push(obstacle('STREAM_MISSING', stream, `${stream} is not there`, why));
    } else if (fields.has(change.field.name.toLowerCase())) {
      findings.push(takenName(stream, `${stream}.${change.field.name}`));
    }
  }
  return findings;
}

/** Names of a table's fields, or a view's, in lower case; null where there is none of the name. */
async function fieldsOf(database: MysqlDatabase, { schema, table }: TableName): Promise<Set<string> | null> {
  const rows = await database.rows(
    `SELECT LOWER(COLUMN_NAME) FROM information_schema.COLUMNS
     WHERE TABLE_SCHEMA = ${quoteText(schema)} AND TABLE_NAME = ${quoteText(table)}`,
  );
  return rows.length === 0 ? null : new Set(rows.map((row) => row[0] ?? ''));
}

async function findRights(
  database: MysqlDatabase,
  changes: readonly WantedChange[],
): Promise<PreflightFinding[]> {
  const creates = changes.find((change) => change.kind === 'create-table');
  const alters = changes.find((change) => change.kind !== 'create-table');
  const lacking: string[] = [];
  if (creates && !(await holdsRight(database, 'CREATE'))) lacking.push('CREATE');
  if (alters && !(await holdsRight(database, 'ALTER'))) lacking.push('ALTER');
  const first = changes[0];
  if (lacking.length === 0 || !first) return [];
  const stream = first.kind === 'create-table' ? first.table.name : first.stream;
  const user = await quotedUser(database);
  const what = lacking.join(' and ');
  const all = [...new Set([...lacking, 'REFERENCES'])].join(', ');
  return [
    obstacle(
      'PRIVILEGE_MISSING',
      stream,
      `${user} lacks ${what} in ${database.name}`,
      'Tables can be neither made nor altered there.',
      `GRANT ${all} ON ${quoteName(database.name)}.* TO ${user};`,
    ),
  ];
}
