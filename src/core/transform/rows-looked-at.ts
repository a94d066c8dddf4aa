/** Which rows of a stream were looked at: every one, some from all over it, or its first ones by key. */
export type RowsLookedAt = 'all' | 'spread' | 'first';

/** How many of which rows, e.g. `2,000 rows from all over`. */
export function rowsLookedAt(count: number, looked: RowsLookedAt): string {
  const rows = `${count.toLocaleString('en')} row${count === 1 ? '' : 's'}`;
  if (looked === 'all') return `all ${rows}`;
  return looked === 'first' ? `the first ${rows}` : `${rows} from all over`;
}
