import type { Pool } from 'pg';
import { splitLaneId } from '#core/flow/split-lane-id.ts';
import type { EarlierLine } from '#core/operations/plan-line.ts';
import type { LaneRecall } from '#core/operations/recall-rows.ts';
import { microsToIso } from '#lib/micros.ts';
import { PlanLines, planColumns, type StoredPlanLine } from './plan-lines.ts';

const DAY = 86_400_000_000;

type Place = { recordKey: string; seq: string; commitTime: number };

/** Reads lines from before those that a bulk action selects. */
export class EarlierLines {
  readonly #pool: Pool;
  readonly #operationId: string;
  readonly #recalls = new Map<string, Promise<LaneRecall>>();

  /** @param operationId the action that asks: its own lines are not part of what it sees. */
  constructor(pool: Pool, operationId: string) {
    this.#pool = pool;
    this.#operationId = operationId;
  }

  /**
   * What a lane's lines tell of: its streams as they are since they were last met as a whole or copied, and since the
   * version of the flow that joined these two.
   *
   * @param version of the flow that runs
   */
  recall(laneId: string, version: number): Promise<LaneRecall> {
    const name = `${laneId} ${version}`;
    const known = this.#recalls.get(name) ?? this.#readLaneRecall(laneId, version);
    this.#recalls.set(name, known);
    return known;
  }

  async #readLaneRecall(laneId: string, version: number): Promise<LaneRecall> {
    const { flowId, lane } = splitLaneId(laneId);
    const [met, versions, acted] = await Promise.all([
      this.#pool.query<{ at: number }>(
        `SELECT coalesce(max(at), 0)::float8 AS at FROM (
           SELECT extract(epoch FROM max(committed_at)) * 1000000 AS at FROM ledger_entry
           WHERE lane_id = $1 AND record_key = '[]' AND cause = 'snapshot' AND op = 'insert'
           UNION ALL
           SELECT ("firstSync"->>'startedAt')::float8 FROM lane_state
           WHERE "laneId" = $1 AND "firstSync"->>'only' IS NULL AND NOT ("firstSync"->>'repair')::boolean) AS met`,
        [laneId],
      ),
      this.#pool.query<{ number: number; ends: string }>(
        `SELECT v.number, concat_ws(' ', l->'left'->>'connection', l->'left'->'stream'->>'name',
             l->'right'->>'connection', l->'right'->'stream'->>'name') AS ends
         FROM flow_version v CROSS JOIN LATERAL jsonb_array_elements(v.lanes) AS l
         WHERE v."flowId" = $1 AND v.number <= $2 AND l->>'id' = $3 ORDER BY v.number DESC`,
        [flowId, version, lane],
      ),
      this.#pool.query<{ is: boolean }>(
        `SELECT EXISTS (SELECT FROM operation WHERE "flowId" = $1 AND id <> $2 AND kind = 'bulk'
           AND input->'action'->>'kind' IN ('revert', 'replay') AND input->>'dryRun' = 'false') AS is`,
        [flowId, this.#operationId],
      ),
    ]);
    const [current] = versions.rows;
    const other = versions.rows.find(({ ends }) => ends !== current?.ends);
    return {
      from: met.rows[0]?.at ?? 0,
      version: other ? other.number + 1 : 0,
      isActedOn: acted.rows[0]?.is ?? false,
    };
  }

  /**
   * The newest lines before each of these places, oldest first, in one query for all: so put that the index of a
   * record's lines serves, whatever the store believes of the ledger's size, and none that has all lines by their time.
   *
   * @param reach.lines of one record at most
   * @param reach.days before the earliest of the places that are looked through; null: all that there are
   */
  async read(
    laneId: string,
    before: readonly Place[],
    reach: { lines: number; days: number | null },
  ): Promise<EarlierLine[][]> {
    const times = before.map(({ commitTime }) => commitTime);
    const since = reach.days === null ? '-infinity' : microsToIso(minimum(times) - reach.days * DAY);
    const [rows, lines] = await Promise.all([
      this.#pool.query<StoredPlanLine & { n: number; cameFrom: string | null }>(
        `SELECT k.n::int, e.* FROM unnest($2::text[], $3::timestamptz[], $4::bigint[]) WITH ORDINALITY AS k(key, at, seq, n)
         CROSS JOIN LATERAL (
           SELECT l.*, CASE WHEN op = 'update' AND before IS NOT NULL THEN (
               SELECT r.from_key FROM record_rename r
               WHERE r.lane_id = $1 AND r.to_key = k.key AND r.carried AND r.committed_at = l.at
                 AND r.side = l.side AND r.position = l.position AND r.ordinal = l.ordinal
             ) END AS "cameFrom"
           FROM (
             SELECT ${planColumns}, committed_at AS at, ledger_entry.seq AS number, position, ordinal
             FROM ledger_entry
             WHERE lane_id = $1 AND record_key = k.key AND committed_at >= $5::timestamptz
               AND (committed_at, ledger_entry.seq) < (k.at, k.seq) AND (operation_id IS NULL OR operation_id <> $6)
             OFFSET 0
           ) l ORDER BY l.at DESC, l.number DESC LIMIT $7) e
         ORDER BY k.n, e."commitTime", e.seq::bigint`,
        [
          laneId,
          before.map(({ recordKey }) => recordKey),
          times.map(microsToIso),
          before.map(({ seq }) => seq),
          ...[since, this.#operationId, reach.lines],
        ],
      ),
      PlanLines.of(this.#pool, laneId),
    ]);
    const found: EarlierLine[][] = before.map(() => []);
    for (const stored of rows.rows) {
      found[stored.n - 1]?.push({ ...lines.toLine(stored), cameFrom: stored.cameFrom });
    }
    return found;
  }
}

function minimum(numbers: readonly number[]): number {
  return numbers.reduce((least, each) => Math.min(least, each), Number.POSITIVE_INFINITY);
}
