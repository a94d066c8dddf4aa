import { SyncError } from '../errors/sync-error.ts';

const making =
  /^(CREATE\s+(UNIQUE\s+)?(TABLE|INDEX|TYPE|DOMAIN|SCHEMA|SEQUENCE)|ALTER\s+(TABLE|TYPE)|COMMENT\s+ON)\b/i;
const unmaking = /^ALTER\b.*\s(DROP|RENAME|TRUNCATE|DISABLE)\b/is;
/** Names and texts, in which words mean nothing. */
const quoted = /"(?:[^"]|"")*"|`[^`]*`|'(?:[^']|'')*'/g;

/**
 * Lets only statements through that make streams or add to them: nothing is dropped, renamed or written here,
 * not even by mistake. Throws `INPUT_INVALID`.
 */
export function requireMaking(statements: readonly string[]): void {
  if (statements.length === 0) throw new SyncError('INPUT_INVALID', 'There is no statement to run.');
  const other = statements.find((sql) => {
    const bare = sql.replace(quoted, 'x');
    return !making.test(bare) || unmaking.test(bare);
  });
  if (other === undefined) return;
  throw new SyncError('INPUT_INVALID', `Only statements that make or extend streams run here: ${other}`, {
    detail: 'CREATE TABLE, INDEX, TYPE, DOMAIN, SCHEMA or SEQUENCE, ALTER TABLE … ADD, COMMENT ON.',
  });
}
