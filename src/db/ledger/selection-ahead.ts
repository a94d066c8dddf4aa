import type { Pool } from 'pg';
import { SyncError } from '#core/errors/sync-error.ts';
import type { Where } from './ledger-where.ts';

/** A line of a selection: whose it is, and where it stands in the selection. */
type SelectedLine = { laneId: string; recordKey: string; committedAt: string; seq: string };

/**
 * Lines that are read at a time, at most: many pages of a selection. Whatever the store does to find the next ones, which
 * may be to look through all lines there are, it does so seldom. The first are few, so that work begins at once.
 */
const READ_AHEAD = 50_000;
const FIRST_PAGES = 4;

/** Reads the lines of a selection in the order of their commits, far enough ahead that a page costs no search. */
export class SelectionAhead {
  readonly #pool: Pool;
  readonly #where: Where;
  #isFirst = true;
  /** Lines behind the place `from`, with no others behind them where `isEnd`; null before and after. */
  #read: { from: string | null; lines: SelectedLine[]; isEnd: boolean } | null = null;

  constructor(pool: Pool, where: Where) {
    this.#pool = pool;
    this.#where = where;
  }

  /** The next lines. @param after `next` of the page before; null for the first page */
  async page(after: string | null, limit: number): Promise<{ lines: SelectedLine[]; next: string | null }> {
    const known = this.#read?.from === after ? this.#read : null;
    const read =
      known && (known.isEnd || known.lines.length >= limit)
        ? known
        : await this.#readBehind(after, this.#nextSize(limit));
    const lines = read.lines.splice(0, limit);
    const last = lines.at(-1);
    const next = last && !(read.isEnd && read.lines.length === 0) ? `${last.committedAt}/${last.seq}` : null;
    this.#read = next === null ? null : { ...read, from: next };
    return { lines, next };
  }

  #nextSize(limit: number): number {
    const size = this.#isFirst ? FIRST_PAGES * limit : READ_AHEAD;
    this.#isFirst = false;
    return Math.max(limit, Math.min(size, READ_AHEAD));
  }

  async #readBehind(after: string | null, limit: number) {
    const values = [...this.#where.values];
    const place = after === null ? null : placeOf(after);
    if (place) values.push(place.committedAt, place.seq);
    const behind = place
      ? ` AND (committed_at, seq) > ($${values.length - 1}::timestamptz, $${values.length}::bigint)`
      : '';
    values.push(limit);
    const found = await this.#pool.query<SelectedLine>(
      `SELECT lane_id AS "laneId", record_key AS "recordKey", committed_at::text AS "committedAt", seq::text
       FROM ledger_entry WHERE ${this.#where.sql}${behind}
       ORDER BY ledger_entry.committed_at, ledger_entry.seq LIMIT $${values.length}`,
      values,
    );
    return { from: after, lines: found.rows, isEnd: found.rows.length < limit };
  }
}

/** The moment and the number at which a place in a selection stands. Throws `INPUT_INVALID` for what is none. */
export function placeOf(text: string): { committedAt: string; seq: string } {
  const [committedAt, seq] = text.split('/');
  if (!committedAt || !seq) throw new SyncError('INPUT_INVALID', `"${text}" is no place in a selection.`);
  return { committedAt, seq };
}
