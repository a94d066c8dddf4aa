import type { Pool } from 'pg';
import { SyncError } from '#core/errors/sync-error.ts';
import { type CompactRows, expandLine } from '#core/ledger/compact-line.ts';
import type { LedgerPage, LedgerRow } from '#core/ledger/ledger-filter.ts';
import type { FieldPairNames } from '#core/ledger/ledger-line.ts';
import type { LedgerQuery } from '#core/ledger/ledger-query.ts';
import { isoToMicros, microsToIso } from '#lib/micros.ts';
import { ledgerWhere } from './ledger-where.ts';
import { fromStoredJson } from './stored-json.ts';

/** Above this many matches a count is an estimate. */
const COUNT_LIMIT = 100_000;

const iso = (column: string) =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "${column}"`;

/** What `toLedgerRow` reads a line from. */
export const ledgerColumns = `seq::text, workspace_id AS "workspaceId", flow_id AS "flowId", lane_id AS "laneId", version,
  side, position, ordinal::float8, ${iso('committed_at')}, ${iso('captured_at')}, ${iso('applied_at')}, op, status,
  code, detail, record_key AS "recordKey", before, after, target_before AS "targetBefore",
  target_after AS "targetAfter", changed, cause, conflict, compact, operation_id AS "operationId",
  issue_id AS "issueId",
  CASE WHEN compact THEN (SELECT pairs FROM ledger_shape s
    WHERE s.lane_id = ledger_entry.lane_id AND s.version = ledger_entry.version) END AS pairs`;

/**
 * One page of the ledger, newest commit first.
 *
 * @param page.cursor `next` of the page before; absent for the first.
 * @param page.limit at most 500.
 * @throws SyncError `INPUT_INVALID` for a cursor that no page gave out.
 */
export async function listEntries(
  pool: Pool,
  workspaceId: string,
  filter: LedgerQuery,
  page: { cursor?: string | null; limit: number },
): Promise<LedgerPage> {
  const where = ledgerWhere(workspaceId, filter);
  const values = [...where.values];
  let after = '';
  if (page.cursor) {
    const place = decodeCursor(page.cursor);
    values.push(microsToIso(place.commitTime), place.seq);
    after = ` AND (committed_at, seq) < ($${values.length - 1}::timestamptz, $${values.length}::bigint)`;
  }
  const limit = Math.min(Math.max(page.limit, 1), 500);
  values.push(limit + 1);
  const result = await pool.query<StoredRow>(
    `SELECT ${ledgerColumns} FROM ledger_entry WHERE ${where.sql}${after}
     ORDER BY ledger_entry.committed_at DESC, ledger_entry.seq DESC LIMIT $${values.length}`,
    values,
  );
  const entries = result.rows.slice(0, limit).map(toLedgerRow);
  const last = entries.at(-1);
  return { entries, next: result.rows.length > limit && last ? encodeCursor(last) : null };
}

/** How many entries match; exact up to 100,000, beyond that the planner's estimate, and labelled so. */
export async function countEntries(
  pool: Pool,
  workspaceId: string,
  filter: LedgerQuery,
): Promise<{ count: number; estimated: boolean }> {
  const where = ledgerWhere(workspaceId, filter);
  const counted = await pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (SELECT 1 FROM ledger_entry WHERE ${where.sql} LIMIT ${COUNT_LIMIT + 1}) c`,
    where.values,
  );
  const count = counted.rows[0]?.count ?? 0;
  if (count <= COUNT_LIMIT) return { count, estimated: false };
  const plan = await pool.query<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
    `EXPLAIN (FORMAT JSON) SELECT 1 FROM ledger_entry WHERE ${where.sql}`,
    where.values,
  );
  const rows = plan.rows[0]?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? count;
  return { count: Math.max(rows, count), estimated: true };
}

/** Everything that happened to one record of a lane, oldest first; at most the last 1,000 entries. */
export async function recordJourney(
  pool: Pool,
  workspaceId: string,
  record: { flowId: string; laneId: string; recordKey: string },
): Promise<LedgerRow[]> {
  const result = await pool.query<StoredRow>(
    `SELECT ${ledgerColumns} FROM ledger_entry
     WHERE workspace_id = $1 AND flow_id = $2 AND lane_id = $3 AND record_key = $4
     ORDER BY ledger_entry.committed_at DESC, ledger_entry.seq DESC LIMIT 1000`,
    [workspaceId, record.flowId, record.laneId, record.recordKey],
  );
  return result.rows.map(toLedgerRow).reverse();
}

/** Lines of the ledger, whole. @param tail what comes after `FROM ledger_entry`, with `values` for its parameters */
export async function selectLines(
  pool: Pick<Pool, 'query'>,
  tail: string,
  values: unknown[],
): Promise<LedgerRow[]> {
  const result = await pool.query<StoredRow>(`SELECT ${ledgerColumns} FROM ledger_entry ${tail}`, values);
  return result.rows.map(toLedgerRow);
}

/** A line that is not compact has its rows as they are read. */
type WholeRows = Pick<LedgerRow, Exclude<keyof CompactRows, 'compact'>>;

export type StoredRow = Omit<LedgerRow, 'commitTime' | 'capturedAt' | 'appliedAt' | keyof CompactRows> &
  CompactRows & {
    pairs: FieldPairNames | null;
    committed_at: string;
    captured_at: string;
    applied_at: string;
  };

/** A line as it is read back, from `ledgerColumns`. */
export function toLedgerRow(row: StoredRow): LedgerRow {
  const { committed_at, captured_at, applied_at, pairs, compact, ...stored } = row;
  const rest = fromStoredJson(stored);
  return {
    ...rest,
    ...(compact ? expandLine(rest.side, rest, pairs ?? []) : (rest as WholeRows)),
    commitTime: isoToMicros(committed_at),
    capturedAt: isoToMicros(captured_at),
    appliedAt: isoToMicros(applied_at),
  };
}

function encodeCursor(row: LedgerRow): string {
  return Buffer.from(`${row.commitTime}:${row.seq}`).toString('base64url');
}

function decodeCursor(cursor: string): { commitTime: number; seq: string } {
  const match = /^(-?\d+):(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (!match)
    throw new SyncError('INPUT_INVALID', 'The page marker is malformed: start from the first page.');
  return { commitTime: Number(match[1]), seq: String(match[2]) };
}
