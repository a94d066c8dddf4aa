import { createHash } from 'node:crypto';

/** The tables that Syncline keeps inside a connected database: one row per lane side, and one per feed. */
export const CHECKPOINT_TABLE = 'syncline_checkpoint';
export const FEED_TABLE = 'syncline_feed';

/** A table as MySQL knows it; the schema is what MySQL calls a database. */
export type TableName = { schema: string; table: string };

/** `` `name` ``, with backticks inside doubled. */
export function quoteName(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

/** `'text'`; needs a session without NO_BACKSLASH_ESCAPES. */
export function quoteText(text: string): string {
  return `'${special.test(text) ? text.replace(specials, (character) => `\\${character === '\0' ? '0' : character}`) : text}'`;
}

const special = /[\0'\\]/;
const specials = /[\0'\\]/g;

/** `` `schema`.`table` ``. */
export function quoteTable(name: TableName): string {
  return `${quoteName(name.schema)}.${quoteName(name.table)}`;
}

/**
 * The stream's name: the table alone where it lies in the connection's own database, else
 * `database.table`; a part that holds a dot or a backtick is quoted as in SQL.
 */
export function streamName(name: TableName, database: string): string {
  return name.schema === database
    ? streamPart(name.table)
    : `${streamPart(name.schema)}.${streamPart(name.table)}`;
}

function streamPart(part: string): string {
  return /[.`]/.test(part) ? quoteName(part) : part;
}

/** Reads what `streamName` wrote. */
export function parseStreamName(stream: string, database: string): TableName {
  const parts: string[] = [];
  const part = /`((?:[^`]|``)*)`|([^.`]+)/y;
  for (;;) {
    const match = part.exec(stream);
    if (!match) break;
    parts.push(match[1] === undefined ? match[2]! : match[1].replaceAll('``', '`'));
    if (stream[part.lastIndex] !== '.') break;
    part.lastIndex += 1;
  }
  if (parts.length === 1) return { schema: database, table: parts[0]! };
  if (parts.length === 2) return { schema: parts[0]!, table: parts[1]! };
  return { schema: database, table: stream };
}

/** A short name for what belongs to one feed: lower-case letters and digits only. */
export function feedHash(feedId: string): string {
  return createHash('sha256').update(feedId).digest('hex').slice(0, 20);
}
