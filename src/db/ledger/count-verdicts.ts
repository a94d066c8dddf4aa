import type { Pool } from 'pg';
import type { ConflictFilter } from '#core/ledger/conflict-filter.ts';
import type { FieldVerdict } from '#core/ledger/ledger-entry.ts';
import type { LedgerQuery } from '#core/ledger/ledger-query.ts';
import { ledgerWhere } from './ledger-where.ts';
import { verdictPath } from './verdicts.ts';

/** Decided conflicts that are looked at for the counts, at most. */
const LIMIT = 100_000;

export type VerdictCount = Pick<FieldVerdict, 'left' | 'rule' | 'winner'> & {
  by: 'rule' | 'person';
  /** Conflicts in which the field was decided so. */
  count: number;
};

export type VerdictCounts = {
  /** Conflicts that match. */
  conflicts: number;
  /** There are more: these counts are of the newest ones. */
  partial: boolean;
  /** The most frequent first. */
  verdicts: VerdictCount[];
};

/** How the decided conflicts that match were decided, field by field; of the newest 100,000 where there are more. */
export async function countVerdicts(
  pool: Pool,
  workspaceId: string,
  filter: LedgerQuery & { conflict: ConflictFilter },
): Promise<VerdictCounts> {
  const where = ledgerWhere(workspaceId, filter);
  const one = verdictPath(filter.conflict);
  const values = [...where.values, LIMIT + 1];
  const limit = `$${values.length}`;
  let each = '$[*]';
  let variables = '{}';
  if (one) {
    each = one.path;
    variables = JSON.stringify(one.values);
  }
  values.push(each, variables);
  const result = await pool.query<{ total: number; verdicts: VerdictCount[] | null }>(
    `WITH matching AS MATERIALIZED (
      SELECT verdicts FROM ledger_entry WHERE ${where.sql}
      ORDER BY committed_at DESC, seq DESC LIMIT ${limit}
    ), counted AS (
      SELECT v ->> 'left' AS "left", v ->> 'rule' AS rule, v ->> 'winner' AS winner,
        CASE WHEN v ? 'by' THEN 'person' ELSE 'rule' END AS by, count(*)::int AS count
      FROM matching, jsonb_path_query(verdicts, $${values.length - 1}::jsonpath, $${values.length}::jsonb) v
      GROUP BY 1, 2, 3, 4
    )
    SELECT (SELECT count(*)::int FROM matching) AS total,
      (SELECT json_agg(c ORDER BY c.count DESC, c."left", c.rule, c.winner) FROM counted c) AS verdicts`,
    values,
  );
  const { total = 0, verdicts } = result.rows[0] ?? {};
  return { conflicts: Math.min(total, LIMIT), partial: total > LIMIT, verdicts: verdicts ?? [] };
}
