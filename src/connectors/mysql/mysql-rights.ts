import type { MysqlDatabase } from './mysql-database.ts';
import { classifyMysqlError } from './mysql-errors.ts';
import { quoteTable } from './mysql-names.ts';
import type { Table } from './mysql-table.ts';

/** What a user may do to a table. */
export type TableRight = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';

/**
 * Which rights the user lacks on a table. Asked by plans of statements that would need them and are not
 * run: that counts roles and patterns in, which a list of grants does not.
 */
export async function lackingRights(
  database: MysqlDatabase,
  table: Table,
  needed: TableRight[],
): Promise<TableRight[]> {
  const column = [...table.columns.values()].find(({ field }) => !field.readOnly)?.quoted ?? '*';
  const plans: Record<TableRight, string> = {
    SELECT: `SELECT ${column} FROM ${table.quoted} WHERE FALSE`,
    INSERT: `INSERT INTO ${table.quoted} (${column}) VALUES (NULL)`,
    UPDATE: `UPDATE ${table.quoted} SET ${column} = NULL WHERE FALSE`,
    DELETE: `DELETE FROM ${table.quoted} WHERE FALSE`,
  };
  const lacking: TableRight[] = [];
  for (const right of needed) {
    if (!(await isAllowed(database, `EXPLAIN ${plans[right]}`))) lacking.push(right);
  }
  return lacking;
}

async function isAllowed(database: MysqlDatabase, sql: string): Promise<boolean> {
  try {
    await database.rows(sql);
    return true;
  } catch (error) {
    if (classifyMysqlError(error).code === 'PRIVILEGE_MISSING') return false;
    throw error;
  }
}

/**
 * Whether the user holds a right on all tables of the connection's database, or on the named one, which need
 * not exist: by a grant of its own or by a role's.
 */
export async function holdsRight(
  database: MysqlDatabase,
  wanted: 'CREATE' | 'ALTER',
  table?: string,
): Promise<boolean> {
  const rows = await database.rows('SHOW GRANTS');
  const named = table === undefined ? null : quoteTable({ schema: database.name, table });
  return rows.some(([grant]) => {
    const match = /^GRANT (.+) ON ((?:\*|`(?:[^`]|``)+`)\.(?:\*|`(?:[^`]|``)+`)) TO /.exec(grant ?? '');
    if (!match) return false;
    const [, rights = '', scope = ''] = match;
    const holds = rights
      .split(/,\s*/)
      .some((right) => right === wanted || right.startsWith('ALL PRIVILEGES'));
    if (!holds || scope === '*.*' || scope === named) return holds;
    return scope.endsWith('.*') && matches(scope.slice(0, -2), database.name);
  });
}

/** Grants name databases by patterns: `_` is any character unless escaped, `%` any text. */
function matches(quoted: string, name: string): boolean {
  const pattern = quoted.replace(/^`|`$/g, '').replaceAll('``', '`');
  const expression = pattern.replace(
    /\\([_%])|[_%]|[.*+?^${}()|[\]\\]/g,
    (part, escaped: string | undefined) => {
      if (escaped !== undefined) return escaped;
      return part === '_' ? '.' : part === '%' ? '.*' : `\\${part}`;
    },
  );
  return new RegExp(`^${expression}$`, 's').test(name);
}

/** The user as the server knows it, quoted for a GRANT. */
export async function quotedUser(database: MysqlDatabase): Promise<string> {
  const [row] = await database.rows('SELECT CURRENT_USER()');
  const [user = '', host = '%'] = (row?.[0] ?? '').split(/@(?=[^@]*$)/);
  return `'${user.replaceAll("'", "''")}'@'${host}'`;
}
