import type { Pool } from 'pg';
import type { LedgerQuery } from '#core/ledger/ledger-query.ts';
import { countedConditions, Parameters } from './ledger-where.ts';

const MINUTE = 60_000_000;
/** Counts of one minute that are expected at most; where there are more, fewer minutes are found at a time. */
const ROWS = 8;

/** A place between lines, newest commit first: those at and above it are dealt with. Texts as SQL reads them. */
export type LedgerPlace = { at: string; seq: string };

/** A minute in which lines match, as far as the counts tell. Microseconds since 1970. */
export type Bucket = { from: number; to: number; lines: number; lanes: string[] };

/** Conditions over the counts' columns; lines that retention removed are left out. */
export function countWhere(filter: LedgerQuery, parameters: Parameters): string {
  const conditions = ['workspace_id = $1', `bucket > '-infinity'`];
  if (filter.flowId !== undefined) conditions.push(`flow_id = ${parameters.add(filter.flowId)}`);
  if (filter.laneId !== undefined) conditions.push(`lane_id = ${parameters.add(filter.laneId)}`);
  conditions.push(...countedConditions(filter, 'code', parameters));
  return conditions.join(' AND ');
}

/** The counts of one workspace, folded or not, as a table. */
export const allCounts = (columns: string, where: string) =>
  `SELECT ${columns} FROM ledger_count WHERE ${where} UNION ALL SELECT ${columns} FROM ledger_count_delta WHERE ${where}`;

/**
 * The newest minutes that hold lines of these lanes that match, as far as the counts tell, newest first.
 *
 * @param below only minutes that can hold lines behind this place.
 * @param limit about so many minutes.
 * @returns `isEnd`: there are no more.
 */
export async function newestBuckets(
  pool: Pool,
  workspaceId: string,
  filter: LedgerQuery,
  lanes: string[],
  below: LedgerPlace,
  limit: number,
): Promise<{ buckets: Bucket[]; isEnd: boolean }> {
  const parameters = new Parameters(workspaceId);
  const conditions = [
    'workspace_id = $1',
    `bucket > '-infinity'`,
    `lane_id = ANY(${parameters.add(lanes)})`,
    ...countedConditions(filter, 'code', parameters),
    `bucket ${below.seq === '0' ? '<' : '<='} ${parameters.add(below.at)}::timestamptz`,
    ...(filter.from ? [`bucket > ${parameters.add(filter.from)}::timestamptz - interval '1 minute'`] : []),
    ...(filter.to ? [`bucket < ${parameters.add(filter.to)}::timestamptz`] : []),
  ].join(' AND ');
  // In the order of the index, and no further than is needed: most of the counts are not looked at.
  const most = limit * ROWS;
  const found = await pool.query<{ seconds: number; lane: string; lines: number; folded: number }>(
    `SELECT extract(epoch FROM bucket)::float8 AS seconds, lane_id AS lane, sum(lines)::float8 AS lines,
       sum(folded)::int AS folded
     FROM (
       (SELECT bucket, lane_id, lines, 1 AS folded FROM ledger_count WHERE ${conditions}
        ORDER BY bucket DESC LIMIT ${parameters.add(most)})
       UNION ALL SELECT bucket, lane_id, lines, 0 FROM ledger_count_delta WHERE ${conditions}
     ) c GROUP BY bucket, lane_id ORDER BY bucket DESC`,
    parameters.values,
  );
  const isEnd = found.rows.reduce((sum, { folded }) => sum + folded, 0) < most;
  const buckets: Bucket[] = [];
  for (const { seconds, lane, lines } of found.rows) {
    const from = seconds * 1_000_000;
    const last = buckets.at(-1);
    const bucket = last?.from === from ? last : { from, to: from + MINUTE, lines: 0, lanes: [] };
    if (bucket !== last) buckets.push(bucket);
    bucket.lines += lines;
    if (lines > 0) bucket.lanes.push(lane);
  }
  if (isEnd) return { buckets, isEnd };
  // Of the last minute that was looked at some counts may be missing.
  const partial = found.rows.findLast(({ folded }) => folded > 0)?.seconds ?? 0;
  const whole = buckets.filter(({ from }) => from > partial * 1_000_000);
  if (whole.length > 0) return { buckets: whole, isEnd };
  // One minute alone has more counts than were asked for, so lanes that were not read may be in it too.
  return { buckets: buckets.slice(0, 1).map((bucket) => ({ ...bucket, lanes })), isEnd };
}
