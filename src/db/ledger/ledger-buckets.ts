import type { Pool } from 'pg';
import type { LedgerQuery } from '#core/ledger/ledger-query.ts';
import { isoToMicros } from '#lib/micros.ts';
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

/** The minutes that one look at the counts found. */
export type Found = {
  buckets: Bucket[];
  /** Before this moment, microseconds since 1970, counts were not looked at; null where there are no more. */
  unread: number | null;
};

/** Counts that one statement looks at: where hardly any of them match, the rest is left for the next one. */
const LOOKED_AT = 50_000;

/**
 * The newest minutes that hold lines of these lanes that match, as far as the counts tell, newest first.
 *
 * @param below only minutes that can hold lines behind this place.
 * @param limit about so many minutes.
 * @param lookedAt counts that are looked at, at most.
 */
export async function newestBuckets(
  pool: Pool,
  workspaceId: string,
  filter: LedgerQuery,
  lanes: string[],
  below: LedgerPlace,
  limit: number,
  lookedAt = LOOKED_AT,
): Promise<Found> {
  const p = new Parameters(workspaceId);
  const time = inTime(filter, below, p);
  const matching = [`lane_id = ANY(${p.add(lanes)})`, ...countedConditions(filter, 'code', p)].join(' AND ');
  // In the order of the index, and no further than is needed: most of the counts are not looked at.
  const most = p.add(limit * ROWS);
  const within = p.add(lookedAt);
  const found = await pool.query<{ seconds: number; lane: string; lines: number; folded: number; end: End }>(
    `WITH folded AS MATERIALIZED (
       SELECT bucket, lane_id, lines FROM (
         SELECT * FROM ledger_count WHERE ${time} ORDER BY bucket DESC LIMIT ${within}
       ) c WHERE ${matching} LIMIT ${most}
     ), past AS (
       SELECT bucket FROM ledger_count WHERE ${time} ORDER BY bucket DESC OFFSET ${within} LIMIT 1
     ), ended AS (
       SELECT CASE WHEN (SELECT count(*) FROM folded) >= ${most} THEN json_build_object('full', true)
         ELSE json_build_object('full', false, 'past', (SELECT extract(epoch FROM bucket)::float8 FROM past)) END AS end
     )
     SELECT extract(epoch FROM bucket)::float8 AS seconds, lane_id AS lane, sum(lines)::float8 AS lines,
       sum(folded)::int AS folded, (SELECT "end" FROM ended)
     FROM (
       SELECT bucket, lane_id, lines, 1 AS folded FROM folded
       UNION ALL SELECT bucket, lane_id, lines, 0 FROM ledger_count_delta WHERE ${time} AND ${matching}
       UNION ALL SELECT NULL, NULL, 0, 0
     ) c GROUP BY bucket, lane_id ORDER BY bucket DESC NULLS LAST`,
    p.values,
  );
  // The last row is there where no other is, to say how far was looked.
  const { end } = found.rows.pop()!;
  const buckets = byMinute(found.rows);
  if (!end.full && end.past == null) return { buckets, unread: null };
  // Of the last minute that was looked at some counts may be missing.
  const partial = end.full ? found.rows.findLast(({ folded }) => folded > 0)!.seconds : end.past!;
  const unread = partial * 1_000_000 + MINUTE;
  const whole = buckets.filter(({ from }) => from >= unread);
  if (whole.length > 0 || below.at === 'infinity' || unread < isoToMicros(below.at)) {
    return { buckets: whole, unread };
  }
  // One minute alone has more counts than were looked at, so lanes that were not read may be in it too.
  const from = unread - MINUTE;
  return { buckets: [{ from, to: unread, lines: 1, lanes }], unread: from };
}

type End = { full: boolean; past?: number | null };

/** Conditions over the counts' minutes: those in the filter's time that can hold lines behind the place. */
function inTime(filter: LedgerQuery, below: LedgerPlace, p: Parameters): string {
  return [
    'workspace_id = $1',
    `bucket > '-infinity'`,
    `bucket ${below.seq === '0' ? '<' : '<='} ${p.add(below.at)}::timestamptz`,
    ...(filter.from ? [`bucket > ${p.add(filter.from)}::timestamptz - interval '1 minute'`] : []),
    ...(filter.to ? [`bucket < ${p.add(filter.to)}::timestamptz`] : []),
  ].join(' AND ');
}

function byMinute(rows: readonly { seconds: number; lane: string; lines: number }[]): Bucket[] {
  const buckets: Bucket[] = [];
  for (const { seconds, lane, lines } of rows) {
    const from = seconds * 1_000_000;
    const last = buckets.at(-1);
    const bucket = last?.from === from ? last : { from, to: from + MINUTE, lines: 0, lanes: [] };
    if (bucket !== last) buckets.push(bucket);
    bucket.lines += lines;
    if (lines > 0) bucket.lanes.push(lane);
  }
  return buckets;
}

/**
 * The newest minute that can hold lines behind a place in the filter's time, of whatever lane; microseconds since
 * 1970, null where there is none.
 */
export async function newestMinute(
  pool: Pool,
  workspaceId: string,
  filter: LedgerQuery,
  below: LedgerPlace,
): Promise<number | null> {
  const p = new Parameters(workspaceId);
  const time = inTime(filter, below, p);
  const newest = (table: string) =>
    `(SELECT bucket FROM ${table} WHERE ${time} ORDER BY bucket DESC LIMIT 1)`;
  const { rows } = await pool.query<{ seconds: number | null }>(
    `SELECT extract(epoch FROM greatest(${newest('ledger_count')}, ${newest('ledger_count_delta')}))::float8 AS seconds`,
    p.values,
  );
  const seconds = rows[0]?.seconds ?? null;
  return seconds === null ? null : seconds * 1_000_000;
}
