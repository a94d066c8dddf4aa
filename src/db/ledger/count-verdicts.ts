import type { Pool } from 'pg';
import type { ConflictFilter } from '#core/ledger/conflict-filter.ts';
import type { FieldVerdict } from '#core/ledger/ledger-entry.ts';
import type { LedgerQuery } from '#core/ledger/ledger-query.ts';
import {
  countedConditions,
  foundConditions,
  Parameters,
  scopeConditions,
  valueConditions,
} from './ledger-where.ts';
import { verdictPath } from './verdicts.ts';

/** Decided conflicts that are looked at for the counts, at most. */
const LIMIT = 50_000;

export type VerdictCount = Pick<FieldVerdict, 'left' | 'rule' | 'winner'> & {
  by: 'rule' | 'person';
  /** Conflicts in which the field was decided so. */
  count: number;
};

export type VerdictCounts = {
  /** Conflicts that match. */
  conflicts: number;
  /** There are more: these counts are of those that match among the newest ones. */
  partial: boolean;
  /** The most frequent first. */
  verdicts: VerdictCount[];
};

/** How the decided conflicts that match were decided, field by field; those among the newest 50,000 where there are more. */
export async function countVerdicts(
  pool: Pool,
  workspaceId: string,
  filter: LedgerQuery & { conflict: ConflictFilter },
): Promise<VerdictCounts> {
  const p = new Parameters(workspaceId);
  // Of whose flow a line is, its lane tells.
  const { from, to } = filter;
  const scope = [...scopeConditions({ from, to }, p), ...foundConditions(filter, p)];
  const match = [...countedConditions(filter, 'code', p), ...valueConditions(filter, p)];
  const lanes = ['workspace_id = $1'];
  if (filter.flowId !== undefined) lanes.push(`flow_id = ${p.add(filter.flowId)}`);
  if (filter.laneId !== undefined) lanes.push(`lane_id = ${p.add(filter.laneId)}`);
  const limit = p.add(LIMIT + 1);
  const one = verdictPath(filter.conflict);
  const path = `${p.add(one?.path ?? '$[*]')}::jsonpath, ${p.add(JSON.stringify(one?.values ?? {}))}::jsonb`;
  // Each lane's newest are read in the order of its index: what is looked at is bounded, whatever the filter.
  const result = await pool.query<{ looked: number; total: number; verdicts: VerdictCount[] | null }>(
    `WITH lanes AS (
      SELECT lane_id FROM ledger_lane WHERE ${lanes.join(' AND ')}
      UNION SELECT lane_id FROM ledger_count_delta WHERE ${lanes.join(' AND ')}
    ), looked AS MATERIALIZED (
      SELECT e.* FROM lanes CROSS JOIN LATERAL (
        SELECT committed_at, seq, verdicts, ${match.length > 0 ? `(${match.join(' AND ')}) IS TRUE` : 'true'} AS hit
        FROM ledger_entry WHERE ledger_entry.lane_id = lanes.lane_id AND ${scope.join(' AND ')}
        ORDER BY committed_at DESC, seq DESC LIMIT ${limit}
      ) e ORDER BY committed_at DESC, seq DESC LIMIT ${limit}
    ), matching AS (
      SELECT verdicts FROM looked WHERE hit
    ), counted AS (
      SELECT v ->> 'left' AS "left", v ->> 'rule' AS rule, v ->> 'winner' AS winner,
        CASE WHEN v ? 'by' THEN 'person' ELSE 'rule' END AS by, count(*)::int AS count
      FROM matching, jsonb_path_query(verdicts, ${path}) v
      GROUP BY 1, 2, 3, 4
    )
    SELECT (SELECT count(*)::int FROM looked) AS looked, (SELECT count(*)::int FROM matching) AS total,
      (SELECT json_agg(c ORDER BY c.count DESC, c."left", c.rule, c.winner) FROM counted c) AS verdicts`,
    p.values,
  );
  const { looked = 0, total = 0, verdicts } = result.rows[0] ?? {};
  return { conflicts: Math.min(total, LIMIT), partial: looked > LIMIT, verdicts: verdicts ?? [] };
}
