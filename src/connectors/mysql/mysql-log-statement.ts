import type { TableName } from './mysql-names.ts';

/** What a statement in the log means to who reads it. */
export type LogStatement =
  | { kind: 'begin' | 'commit' | 'rollback' }
  | { kind: 'xa commit' | 'xa rollback' }
  | { kind: 'truncate'; table: TableName }
  /** It wrote rows, which the log does not show. */
  | { kind: 'data' }
  /** It may have changed what a table is. */
  | { kind: 'definition' }
  | { kind: 'other' };

const data = new Set([
  'INSERT',
  'UPDATE',
  'DELETE',
  'REPLACE',
  'LOAD',
  'WITH',
  'CALL',
  'DO',
  'SELECT',
  'IMPORT',
]);
const definition = new Set(['CREATE', 'ALTER', 'DROP', 'RENAME']);
const aside =
  /^(?:\s+|\/\*(?![!M])[\s\S]*?\*\/|--[^\n]*(?:\n|$)|#[^\n]*(?:\n|$)|\/\*M?!\d*|SET\s+STATEMENT\s[\s\S]*?\sFOR\s)/i;
const name = '(?:`((?:[^`]|``)+)`|([^\\s.`;]+))';
const truncated = new RegExp(`^TRUNCATE\\s+(?:TABLE\\s+)?${name}(?:\\s*\\.\\s*${name})?`, 'i');

/** @param schema the one that the statement ran in */
export function readStatement(sql: string, schema: string): LogStatement {
  const plain = withoutAsides(sql);
  const [first = '', second = ''] = plain
    .slice(0, 100)
    .toUpperCase()
    .split(/[\s;(]+/);
  switch (first) {
    case 'BEGIN':
    case 'COMMIT':
      return { kind: first === 'BEGIN' ? 'begin' : 'commit' };
    case 'ROLLBACK':
      return { kind: second === 'TO' ? 'other' : 'rollback' };
    case 'XA':
      if (second === 'START' || second === 'BEGIN') return { kind: 'begin' };
      if (second === 'COMMIT') return { kind: 'xa commit' };
      return { kind: second === 'ROLLBACK' ? 'xa rollback' : 'other' };
    case 'TRUNCATE':
      return truncation(plain, schema);
  }
  if (data.has(first)) return { kind: 'data' };
  return { kind: definition.has(first) ? 'definition' : 'other' };
}

/** Leaves out what stands before the statement itself; what a comment has for the server alone is part of it. */
function withoutAsides(sql: string): string {
  let plain = sql;
  for (let match = aside.exec(plain); match; match = aside.exec(plain)) plain = plain.slice(match[0].length);
  return plain;
}

function truncation(sql: string, schema: string): LogStatement {
  const match = truncated.exec(sql.replace(/\/\*[\s\S]*?\*\//g, ' '));
  if (match === null) return { kind: 'data' };
  const [, quotedFirst, plainFirst, quotedSecond, plainSecond] = match;
  const first = quotedFirst?.replaceAll('``', '`') ?? (plainFirst as string);
  const second = quotedSecond?.replaceAll('``', '`') ?? plainSecond;
  const table = second === undefined ? { schema, table: first } : { schema: first, table: second };
  return { kind: 'truncate', table };
}

/** May the statement be about the table? Where it only holds the name, a look too many is taken. */
export function mentions(sql: string, { schema, table }: TableName): boolean {
  if (holdsName(sql, table)) return true;
  return /\b(database|schema)\b/i.test(sql) && holdsName(sql, schema);
}

function holdsName(sql: string, name: string): boolean {
  const plain = name.replaceAll('`', '``').replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}_$])${plain}(?![\\p{L}\\p{N}_$])`, 'iu').test(sql);
}
