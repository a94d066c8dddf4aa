import type { Pool } from 'pg';
import type { LedgerRow } from '#core/ledger/ledger-filter.ts';
import type { LedgerQuery } from '#core/ledger/ledger-query.ts';
import type { RecordPlanner, SelectedRecord } from '#core/operations/record-plan.ts';
import type { Selection } from '#core/operations/selection.ts';
import { SeenNames } from '#lib/seen-names.ts';
import { textArray } from '#lib/text-array.ts';
import { interruptedLines } from './interrupted-lines.ts';
import { isFound, isNotable, ledgerWhere, NOTABLE, type Where } from './ledger-where.ts';
import { PlanLines, planColumns, type StoredPlanLine } from './plan-lines.ts';
import { placeOf, SelectionAhead } from './selection-ahead.ts';

/** A selection as the store is asked for it. */
export type LedgerSelection = Omit<Selection, 'filter'> & { filter: LedgerQuery };

/** Records of a selection that has been read up to a place. */
export type SelectedPage = {
  /** In the order of their first line on this page; a record that an earlier page held may come again. */
  records: { laneId: string; recordKey: string }[];
  /** Lines read. */
  lines: number;
  /** Where the next page begins; null behind the last one. */
  next: string | null;
};

/** The lines of a record that an action looks at. */
export type RecordLines = Pick<SelectedRecord, 'from' | 'selected' | 'since'>;

/** Pages whose records are acted on or read ahead at a time, at most. */
const PAGES_IN_HAND = 4;

/** Reads the records of a selection, oldest line first, and the lines of each. */
export class SelectedRecords {
  readonly #pool: Pool;
  readonly #where: Where;
  readonly #ahead: SelectionAhead;
  readonly #operationId: string;
  /** Where the last pages begin, in their order; records of no other are in hand. */
  #starts: (string | null)[] = [];
  /** Where the next page begins if whoever reads goes on; else nothing is in hand any more. */
  #next: string | null = null;
  /** Records that were given out. */
  readonly #seen = new SeenNames();
  /** There were results before the first page: an earlier runner's. */
  #hasResults: boolean | null = null;

  /** @param operationId the action that asks: its own lines are not part of what it sees. */
  constructor(pool: Pool, workspaceId: string, selection: LedgerSelection, operationId: string) {
    this.#pool = pool;
    this.#where = selectionWhere(workspaceId, selection);
    this.#ahead = new SelectionAhead(pool, this.#where);
    this.#operationId = operationId;
  }

  /** How many lines are selected. */
  async countLines(): Promise<number> {
    const counted = await this.#pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM ledger_entry WHERE ${this.#where.sql}`,
      this.#where.values,
    );
    return counted.rows[0]?.count ?? 0;
  }

  /** The next records of the selection that the operation has no result of. @param after `next` of the page before */
  async page(after: string | null, limit: number): Promise<SelectedPage> {
    const before = after === null || after !== this.#next ? [] : this.#starts;
    this.#starts = [...before, after === null ? null : placeOf(after).committedAt].slice(-PAGES_IN_HAND);
    this.#next = null;
    const { lines, next } = await this.#ahead.page(after, limit);
    this.#next = next;
    const records = new Map(
      lines.map(({ laneId, recordKey }) => [`${laneId} ${recordKey}`, { laneId, recordKey }]),
    );
    for (const name of await this.#done([...records])) records.delete(name);
    return { records: [...records.values()], lines: lines.length, next };
  }

  /** Those of these records, by name, that the operation has a result of. Most are looked for only where they came before. */
  async #done(named: [string, SelectedPage['records'][number]][]): Promise<string[]> {
    this.#hasResults ??= await this.#anyResult();
    const records = named
      .filter(([name]) => this.#seen.add(name) || this.#hasResults)
      .map(([, record]) => record);
    if (records.length === 0) return [];
    const found = await this.#pool.query<{ name: string }>({
      name: 'operation-done',
      text: `SELECT r.lane_id || ' ' || r.record_key AS name FROM unnest($2::text[], $3::text[]) AS r(lane_id, record_key)
        CROSS JOIN LATERAL (SELECT FROM operation_record o
          WHERE o.operation_id = $1 AND o.lane_id = r.lane_id AND o.record_key = r.record_key LIMIT 1) o`,
      values: [
        this.#operationId,
        textArray(records.map(({ laneId }) => laneId)),
        textArray(records.map(({ recordKey }) => recordKey)),
      ],
    });
    return found.rows.map(({ name }) => name);
  }

  async #anyResult(): Promise<boolean> {
    const found = await this.#pool.query('SELECT FROM operation_record WHERE operation_id = $1 LIMIT 1', [
      this.#operationId,
    ]);
    return found.rowCount !== 0;
  }

  /** The selected lines of these records of a lane and, where they are wanted, all lines since the first of them. */
  async lines(
    laneId: string,
    recordKeys: string[],
    reads: RecordPlanner['reads'],
  ): Promise<Map<string, RecordLines>> {
    const { sql } = this.#where;
    // No selected line of a record in hand is older than the page that the record came with.
    const since = this.#starts[0] ?? '-infinity';
    const values = [...this.#where.values, laneId, textArray(recordKeys), this.#operationId, since];
    const [lane, keys, own, from] = [3, 2, 1, 0].map((n) => `$${values.length - n}`);
    // Key by key, so that the index of a record's lines serves, whatever the store believes of the ledger's size.
    const of = (columns: string, condition: string) => `
      FROM unnest(${keys}::text[]) WITH ORDINALITY AS k(key, n) CROSS JOIN LATERAL (
        SELECT ${columns} FROM ledger_entry WHERE lane_id = ${lane} AND record_key = k.key
          AND committed_at >= ${from}::timestamptz AND (operation_id IS NULL OR operation_id <> ${own})${condition}
        OFFSET 0) e`;
    if (reads === 'nothing') return this.#sides(of('side, committed_at, seq', ` AND ${sql}`), values);
    const chosen = reads === 'selected' ? 'true' : `coalesce(${sql}, false)`;
    const rows = await this.#pool.query<StoredPlanLine & { n: number; chosen: boolean }>(
      `SELECT k.n::int, e.* ${of(`${planColumns}, ${chosen} AS chosen`, reads === 'selected' ? ` AND ${sql}` : '')}
       ORDER BY k.n, e."commitTime", e.seq::bigint`,
      values,
    );
    const lines = await PlanLines.of(this.#pool, laneId);
    const found = new Map<string, RecordLines>();
    for (const stored of rows.rows) {
      const recordKey = recordKeys[stored.n - 1] ?? '';
      const line = lines.toLine(stored);
      const known = found.get(recordKey) ?? { from: null, selected: [], since: [] };
      if (stored.chosen) {
        known.selected.push(line);
        known.from = line.side;
      }
      if (reads === 'since' && known.selected.length > 0) known.since.push(line);
      found.set(recordKey, known);
    }
    return found;
  }

  /** The side alone that each record's newest selected line came from. */
  async #sides(of: string, values: unknown[]): Promise<Map<string, RecordLines>> {
    const found = await this.#pool.query<{ recordKey: string; side: 'left' | 'right' }>(
      `SELECT DISTINCT ON (k.n) k.key AS "recordKey", e.side ${of} ORDER BY k.n, e.committed_at DESC, e.seq DESC`,
      values,
    );
    return new Map(
      found.rows.map(({ recordKey, side }) => [recordKey, { from: side, selected: [], since: [] }]),
    );
  }

  /** Lines that the operation wrote before its runner died, of records without a result. */
  interrupted(): Promise<LedgerRow[]> {
    return interruptedLines(this.#pool, this.#operationId);
  }
}

/** The newest line there is in a workspace's ledger, for `Selection.asOf`; "0" where there is none. */
export async function newestLine(pool: Pool): Promise<string> {
  // What is being written has a number already; numbers are given out in order.
  const found = await pool.query<{ seq: string }>('SELECT last_value::text AS seq FROM ledger_seq');
  return found.rows[0]?.seq ?? '0';
}

/** Those of these flows that have a line in the selection. */
export async function flowsOfSelection(
  pool: Pool,
  workspaceId: string,
  selection: LedgerSelection,
  flowIds: string[],
): Promise<string[]> {
  const { sql, values } = selectionWhere(workspaceId, selection);
  const found = await pool.query<{ id: string }>(
    `SELECT f.id FROM unnest($${values.length + 1}::text[]) AS f(id)
     WHERE EXISTS (SELECT FROM ledger_entry WHERE ${sql} AND flow_id = f.id)`,
    [...values, flowIds],
  );
  return found.rows.map(({ id }) => id);
}

/** A selection as SQL. */
export function selectionWhere(workspaceId: string, { filter, asOf, seqs }: LedgerSelection): Where {
  const where = ledgerWhere(workspaceId, filter);
  const values = [...where.values, asOf];
  const conditions = [where.sql, `seq <= $${values.length}::bigint`];
  // Spelled out, so that its partial index can serve.
  if (!isFound(filter) && isNotable(filter)) conditions.push(NOTABLE);
  if (seqs) {
    values.push(seqs);
    conditions.push(`seq = ANY($${values.length}::bigint[])`);
  }
  return { sql: conditions.join(' AND '), values };
}
