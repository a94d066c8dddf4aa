import { createHash } from 'node:crypto';

/** Schema, table and name of everything that Syncline keeps inside a database. */
export const OWN_SCHEMA = 'syncline';
export const CHECKPOINT_TABLE = 'checkpoint';
/** Begins the name of every slot and publication of ours; also the prefix of our log messages. */
export const OWN_PREFIX = 'syncline';

/** A table as PostgreSQL knows it. */
export type TableName = { schema: string; table: string };

/** `"name"`, with quotes inside doubled. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** `'text'`, safe with standard_conforming_strings on. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** `"schema"."table"`. */
export function quoteTable(name: TableName): string {
  return `${quoteName(name.schema)}.${quoteName(name.table)}`;
}

/** The stream's name: `schema.table`; a part that holds a dot or a quote is quoted as in SQL. */
export function streamName(name: TableName): string {
  return `${streamPart(name.schema)}.${streamPart(name.table)}`;
}

function streamPart(part: string): string {
  return /[."]/.test(part) ? quoteName(part) : part;
}

/** Reads what `streamName` wrote; a name without a schema lies in `public`. */
export function parseStreamName(stream: string): TableName {
  const parts: string[] = [];
  const part = /"((?:[^"]|"")*)"|([^."]+)/y;
  for (;;) {
    const match = part.exec(stream);
    if (!match) break;
    parts.push(match[1] === undefined ? match[2]! : match[1].replaceAll('""', '"'));
    if (stream[part.lastIndex] !== '.') break;
    part.lastIndex += 1;
  }
  if (parts.length === 1) return { schema: 'public', table: parts[0]! };
  if (parts.length === 2) return { schema: parts[0]!, table: parts[1]! };
  return { schema: '', table: stream };
}

/** Name of a feed's publication, with which its slot's begins: lower-case letters, digits and `_` only. */
export function feedObjectName(feedId: string): string {
  return `${OWN_PREFIX}_${createHash('sha256').update(feedId).digest('hex').slice(0, 20)}`;
}
