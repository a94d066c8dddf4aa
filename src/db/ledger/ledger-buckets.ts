import type { Pool } from 'pg';
import type { LedgerQuery } from '#core/ledger/ledger-query.ts';
import { countedConditions, Parameters } from './ledger-where.ts';

const MINUTE = 60_000_000;

/** A place between lines, newest commit first: those at and above it are dealt with. Texts as SQL reads them. */
export type LedgerPlace = { at: string; seq: string };

/** A minute in which lines match, as far as the counts tell. Microseconds since 1970. */
export type Bucket = { from: number; to: number; lines: number };

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
 * The newest minutes that hold lines that match, as far as the counts tell, newest first.
 *
 * @param below only minutes that can hold lines behind this place.
 * @param limit at most so many minutes; fewer only where there are no more.
 */
export async function newestBuckets(
  pool: Pool,
  workspaceId: string,
  filter: LedgerQuery,
  below: LedgerPlace,
  limit: number,
): Promise<Bucket[]> {
  const parameters = new Parameters(workspaceId);
  const conditions = [
    countWhere(filter, parameters),
    `bucket ${below.seq === '0' ? '<' : '<='} ${parameters.add(below.at)}::timestamptz`,
    ...(filter.from ? [`bucket > ${parameters.add(filter.from)}::timestamptz - interval '1 minute'`] : []),
    ...(filter.to ? [`bucket < ${parameters.add(filter.to)}::timestamptz`] : []),
  ];
  const found = await pool.query<{ seconds: number; lines: number }>(
    `SELECT extract(epoch FROM bucket)::float8 AS seconds, sum(lines)::float8 AS lines
     FROM (${allCounts('bucket, lines', conditions.join(' AND '))}) c
     GROUP BY c.bucket HAVING sum(lines) > 0 ORDER BY c.bucket DESC LIMIT ${parameters.add(limit)}`,
    parameters.values,
  );
  return found.rows.map(({ seconds, lines }) => {
    const from = seconds * 1_000_000;
    return { from, to: from + MINUTE, lines };
  });
}
