import type { Pool } from 'pg';
import type { MatchKind } from '#core/matching/match-report.ts';
import type { MatchCandidate } from '#core/ports/lane-store.ts';
import type { MatchTally } from '#core/ports/match-tally.ts';
import { forgetCandidates, putCandidates } from './match-candidates.ts';

const kindOf = `CASE
  WHEN h > 0 AND l <= 1 AND r <= 1 THEN 'filtered'
  WHEN l = 0 THEN 'right' WHEN r = 0 THEN 'left'
  WHEN l = 1 AND r = 1 THEN '1:1' WHEN l = 1 THEN '1:n' WHEN r = 1 THEN 'n:1' ELSE 'n:m' END`;

/** Records that a filter leaves out are kept under a side of their own. */
const tallied = `SELECT digest, count(*) FILTER (WHERE side LIKE '%left') AS l,
    count(*) FILTER (WHERE side LIKE '%right') AS r, count(*) FILTER (WHERE side LIKE '-%') AS h
  FROM match_candidate WHERE scope = $1 GROUP BY digest`;

/** A tally in Syncline's store, so that streams of any size can be matched. */
export class PgMatchTally implements MatchTally {
  readonly #pool: Pool;
  readonly #scope: string;

  constructor(pool: Pool, scope: string) {
    this.#pool = pool;
    this.#scope = scope;
  }

  put(candidates: (MatchCandidate & { hidden: boolean })[]): Promise<void> {
    const put = candidates.map((each) => ({ ...each, side: each.hidden ? `-${each.side}` : each.side }));
    return putCandidates(this.#pool, this.#scope, put);
  }

  async counts() {
    const found = await this.#pool.query<{ kind: MatchKind; names: number; left: number; right: number }>(
      `SELECT ${kindOf} AS kind, count(*)::int AS names, sum(l)::int AS left, sum(r)::int AS right
       FROM (${tallied}) t GROUP BY 1`,
      [this.#scope],
    );
    return found.rows;
  }

  async samples(kind: MatchKind, names: number, keys: number) {
    const found = await this.#pool.query<{ left: string[]; right: string[] }>(
      `SELECT (SELECT coalesce(json_agg(key), '[]') FROM (SELECT key FROM match_candidate c
           WHERE c.scope = $1 AND c.digest = s.digest AND side LIKE '%left' ORDER BY key LIMIT $4) l) AS left,
         (SELECT coalesce(json_agg(key), '[]') FROM (SELECT key FROM match_candidate c
           WHERE c.scope = $1 AND c.digest = s.digest AND side LIKE '%right' ORDER BY key LIMIT $4) r) AS right
       FROM (SELECT digest FROM (${tallied}) t WHERE ${kindOf} = $2 ORDER BY digest LIMIT $3) s`,
      [this.#scope, kind, names, keys],
    );
    return found.rows;
  }

  async pairs(after: string | null, limit: number) {
    const found = await this.#pool.query<{ digest: string; left: string; right: string }>(
      `SELECT encode(digest, 'hex') AS digest, min(key) FILTER (WHERE side = 'left') AS left,
         min(key) FILTER (WHERE side = 'right') AS right
       FROM match_candidate WHERE scope = $1 AND digest > decode($2, 'hex') GROUP BY digest
       HAVING count(*) = 2 AND bool_or(side = 'left') AND bool_or(side = 'right') ORDER BY digest LIMIT $3`,
      // No digest lies before the empty one.
      [this.#scope, after ?? '', limit],
    );
    return found.rows;
  }

  drop(): Promise<void> {
    return forgetCandidates(this.#pool, this.#scope);
  }
}
