import type { Pool } from 'pg';
import type { LedgerCount } from '#core/ledger/ledger-filter.ts';
import type { LedgerQuery } from '#core/ledger/ledger-query.ts';
import { microsToIso, offsetIsoToMicros } from '#lib/micros.ts';
import { allCounts, countWhere } from './ledger-buckets.ts';
import { LedgerWalk, NEWEST, type Stretch } from './ledger-walk.ts';
import {
  countedPart,
  foundConditions,
  isFound,
  isHidden,
  ledgerWhere,
  Parameters,
  scopeConditions,
} from './ledger-where.ts';
import { nextStep } from './next-step.ts';

const MINUTE = 60_000_000;
/** Milliseconds that counting what only the lines tell may take, as far as can be told before. */
const COUNT_TIME = 1_300;
/** Lines of a lane that one step looks at. */
const STEPS = { least: 2_048, most: 16_384 };

/**
 * How many entries match: exact by the counts that are kept per minute. What only the lines tell (a text, a
 * field) is counted line by line while the time lasts; beyond that the share among the lines that were looked at
 * stands for the rest, and the count says that it is an estimate.
 */
export async function countEntries(
  pool: Pool,
  workspaceId: string,
  filter: LedgerQuery,
): Promise<LedgerCount> {
  if (!isFound(filter) && !isHidden(filter)) return countByMinutes(pool, workspaceId, filter);
  const until = performance.now() + COUNT_TIME;
  const walk = new LedgerWalk(pool, workspaceId, filter, NEWEST);
  let count = 0;
  let examined = 0;
  for (let lines: number | null = STEPS.least; lines !== null; ) {
    const began = performance.now();
    const stretch: Stretch = await walk.step(null, lines);
    count += stretch.count;
    examined += stretch.examined;
    if (stretch.reached === null) return { count, estimated: false };
    const now = performance.now();
    lines = nextStep(STEPS, { lines, took: now - began }, until - now);
  }
  const share = examined === 0 ? 0 : count / examined;
  const all = isFound(filter)
    ? await guessFound(pool, workspaceId, filter)
    : (await countByMinutes(pool, workspaceId, countedPart(filter))).count;
  return { count: Math.max(count, Math.round(share * all)), estimated: true };
}

/** Whole minutes from the counts, and what lies at the ends of the time range line by line. */
async function countByMinutes(pool: Pool, workspaceId: string, filter: LedgerQuery): Promise<LedgerCount> {
  const from = filter.from === undefined ? null : offsetIsoToMicros(filter.from);
  const to = filter.to === undefined ? null : offsetIsoToMicros(filter.to);
  const first = from === null ? null : Math.ceil(from / MINUTE) * MINUTE;
  const end = to === null ? null : Math.floor(to / MINUTE) * MINUTE;
  if (first !== null && end !== null && first > end) {
    return { count: await countLines(pool, workspaceId, filter), estimated: false };
  }
  const parameters = new Parameters(workspaceId);
  const conditions = [countWhere(filter, parameters)];
  if (first !== null) conditions.push(`bucket >= ${parameters.add(microsToIso(first))}::timestamptz`);
  if (end !== null) conditions.push(`bucket < ${parameters.add(microsToIso(end))}::timestamptz`);
  const edge = (part: LedgerQuery) => countLines(pool, workspaceId, { ...filter, ...part });
  const [whole, before, after] = await Promise.all([
    pool.query<{ lines: number }>(
      `SELECT coalesce(sum(lines), 0)::float8 AS lines FROM (${allCounts('lines', conditions.join(' AND '))}) c`,
      parameters.values,
    ),
    first === from ? 0 : edge({ to: microsToIso(first!) }),
    end === to ? 0 : edge({ from: microsToIso(end!) }),
  ]);
  return { count: (whole.rows[0]?.lines ?? 0) + before + after, estimated: false };
}

/** About how many lines the index finds, by the store's own statistics. */
async function guessFound(pool: Pool, workspaceId: string, filter: LedgerQuery): Promise<number> {
  const parameters = new Parameters(workspaceId);
  const found = [...scopeConditions(filter, parameters), ...foundConditions(filter, parameters)];
  const { rows } = await pool.query<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
    `EXPLAIN (FORMAT json) SELECT FROM ledger_entry WHERE ${['workspace_id = $1', ...found].join(' AND ')}`,
    parameters.values,
  );
  return rows[0]?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0;
}

async function countLines(pool: Pool, workspaceId: string, filter: LedgerQuery): Promise<number> {
  const where = ledgerWhere(workspaceId, filter);
  const counted = await pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM ledger_entry WHERE ${where.sql}`,
    where.values,
  );
  return counted.rows[0]?.count ?? 0;
}
