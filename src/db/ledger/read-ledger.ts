import type { Pool } from 'pg';
import { SyncError } from '#core/errors/sync-error.ts';
import { type CompactRows, expandLine } from '#core/ledger/compact-line.ts';
import type { LedgerPage, LedgerRow } from '#core/ledger/ledger-filter.ts';
import type { FieldPairNames } from '#core/ledger/ledger-line.ts';
import type { PayloadPolicy } from '#core/ledger/ledger-policy.ts';
import type { LedgerQuery } from '#core/ledger/ledger-query.ts';
import { isoToMicros, microsToIso } from '#lib/micros.ts';
import type { LedgerPlace } from './ledger-buckets.ts';
import { LedgerWalk, type LinePlace, NEWEST, type Stretch } from './ledger-walk.ts';
import { nextStep } from './next-step.ts';
import { fromStoredJson } from './stored-json.ts';

/** Milliseconds that the steps of a page may take, as far as can be told before. */
const PAGE_TIME = 180;
/** Lines of a lane that a step of a page looks at, where it must look at lines to find what matches. */
const STEPS = { least: 1_024, most: 8_192 };

/** Microseconds since 1970, which a double of seconds still tells apart. */
export const epochMicros = (column: string) => `round(date_part('epoch', ${column}) * 1e6)`;

/** What `toLedgerRow` reads a line from. */
export const ledgerColumns = `seq::text, workspace_id AS "workspaceId", flow_id AS "flowId", lane_id AS "laneId", version,
  side, position, ordinal::float8, ${epochMicros('committed_at')} AS "commitTime", ${epochMicros('captured_at')} AS "capturedAt",
  ${epochMicros('applied_at')} AS "appliedAt", op, status,
  code, detail, record_key AS "recordKey", before, after, target_before AS "targetBefore",
  target_after AS "targetAfter", changed, cause, conflict, compact, payload AS kept,
  operation_id AS "operationId",
  issue_id AS "issueId",
  CASE WHEN compact THEN (SELECT pairs FROM ledger_shape s
    WHERE s.lane_id = ledger_entry.lane_id AND s.version = ledger_entry.version) END AS pairs`;

/**
 * One page of the ledger, newest commit first. What the filter asks for may be rare and told by no index: then
 * the page ends where its time is up, says how far back it looked, and `next` goes on from there.
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
  const limit = Math.min(Math.max(page.limit, 1), 500);
  const until = performance.now() + PAGE_TIME;
  const walk = new LedgerWalk(pool, workspaceId, filter, page.cursor ? decodeCursor(page.cursor) : NEWEST);
  const hits: LinePlace[] = [];
  let reached: LedgerPlace | null = null;
  for (let lines: number | null = STEPS.least; lines !== null; ) {
    const began = performance.now();
    const stretch: Stretch = await walk.step(limit + 1 - hits.length, lines);
    hits.push(...stretch.hits);
    reached = stretch.reached;
    if (reached === null || hits.length > limit) break;
    const now = performance.now();
    lines = nextStep(STEPS, { lines, took: now - began }, until - now);
  }
  const isFull = hits.length > limit;
  const entries = await readLines(pool, hits.slice(0, limit));
  const last = isFull ? hits[limit - 1]! : reached;
  return {
    entries,
    next: last && encodeCursor(last),
    searchedTo: isFull || reached === null ? null : isoToMicros(reached.at),
  };
}

/** Lines that are read at once for an export: so few that what is made of them is gone before it counts as lasting. */
const EXPORT_PAGE = 250;
/** Lines of a lane that are looked at for one page, at most: more where few of them match. */
const EXPORT_STEP = 8_192;

/**
 * Every line that matches, newest commit first, in pages of up to 250: memory does not grow with their number.
 *
 * @throws the signal's reason once it is aborted: also in the middle of millions of lines of which none match.
 */
export async function* everyEntry(
  pool: Pool,
  workspaceId: string,
  filter: LedgerQuery,
  signal?: AbortSignal,
): AsyncGenerator<LedgerRow[]> {
  let walk = new LedgerWalk(pool, workspaceId, filter, NEWEST);
  for (let lines = EXPORT_PAGE; ; ) {
    signal?.throwIfAborted();
    const { hits, reached } = await walk.step(EXPORT_PAGE, lines);
    if (hits.length > 0) yield await readLines(pool, hits);
    const isFull = hits.length >= EXPORT_PAGE;
    if (!isFull && reached === null) return;
    // What was left out of a full step comes behind its last line.
    if (isFull) walk = new LedgerWalk(pool, workspaceId, filter, hits.at(-1)!);
    lines = isFull ? Math.max(lines / 2, EXPORT_PAGE) : Math.min(lines * 2, EXPORT_STEP);
  }
}

/** The lines at these places, in their order. */
async function readLines(pool: Pool, places: LinePlace[]): Promise<LedgerRow[]> {
  if (places.length === 0) return [];
  const result = await pool.query<StoredRow>(
    `SELECT entry.* FROM unnest($1::text[], $2::timestamptz[], $3::bigint[]) WITH ORDINALITY AS p(lane, at, seq, place)
     CROSS JOIN LATERAL (
       SELECT ${ledgerColumns} FROM ledger_entry
       WHERE ledger_entry.lane_id = p.lane AND ledger_entry.committed_at = p.at AND ledger_entry.seq = p.seq
         AND ledger_entry.committed_at BETWEEN $4::timestamptz AND $5::timestamptz LIMIT 1
     ) entry ORDER BY p.place`,
    [
      places.map(({ lane }) => lane),
      places.map(({ at }) => at),
      places.map(({ seq }) => seq),
      // What the store leaves out partitions by before it plans for them. Newest first, as pages are.
      places.at(-1)!.at,
      places[0]!.at,
    ],
  );
  return result.rows.map(toLedgerRow);
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

export type StoredRow = Omit<LedgerRow, 'payload' | keyof CompactRows> &
  CompactRows & {
    pairs: FieldPairNames | null;
    kept: PayloadPolicy;
  };

/** A line as it is read back, from `ledgerColumns`. */
export function toLedgerRow(row: StoredRow): LedgerRow {
  const { pairs, compact, kept, ...stored } = row;
  const rest = fromStoredJson(stored);
  return {
    ...rest,
    ...(compact ? expandLine(rest.side, rest, pairs ?? []) : (rest as WholeRows)),
    ...(kept !== 'full' && { payload: kept }),
  };
}

function encodeCursor(place: LedgerPlace): string {
  return Buffer.from(`${isoToMicros(place.at)}:${place.seq}`).toString('base64url');
}

function decodeCursor(cursor: string): LedgerPlace {
  const match = /^(-?\d+):(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (!match)
    throw new SyncError('INPUT_INVALID', 'The page marker is malformed: start from the first page.');
  return { at: microsToIso(Number(match[1])), seq: String(match[2]) };
}
