/** A name, quoted. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as a literal. It must hold no NUL. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Tables of ours begin so, triggers too. */
export const OWN_PREFIX = 'syncline_';

/** Our tables. */
export const ownTables = {
  /** One row: which file this is. */
  file: 'syncline_file',
  /** One row: under which tag our open transaction writes; null outside of one. */
  writer: 'syncline_writer',
  /** One row per lane side, with how far it is applied. */
  checkpoint: 'syncline_checkpoint',
  /** What the triggers wrote down. */
  change: 'syncline_change',
  /** Where transactions end among the changes. */
  commit: 'syncline_commit',
  /** What a table looked like when its triggers were made. */
  shape: 'syncline_shape',
  /** One row per feed. */
  feed: 'syncline_feed',
} as const;

const own = new Set<string>(Object.values(ownTables));

/** Is the table one of ours, or SQLite's? */
export function isOwnTable(name: string): boolean {
  return own.has(name.toLowerCase()) || name.toLowerCase().startsWith('sqlite_');
}
