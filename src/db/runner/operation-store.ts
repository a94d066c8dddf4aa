import type { Pool } from 'pg';
import type { ErrorCode } from '#core/errors/codes.ts';
import { toStoredJson } from '../ledger/stored-json.ts';

/** An operation that this runner has taken. */
export type TakenOperation = {
  id: string;
  workspaceId: string;
  flowId: string | null;
  kind: string;
  input: Record<string, unknown>;
  /** Microseconds since 1970. */
  createdAt: number;
  createdBy: string;
  /** What a runner that left it behind had last told. */
  progress: Record<string, unknown> | null;
  /** Trace of the request that asked for it; null where it was not traced. */
  trace: string | null;
  /** Records a second at most; null: as fast as it goes. */
  rate: number | null;
  /** Somebody has cancelled it already. */
  cancelAsked: boolean;
};

/** What people want of an operation under way. */
export type OperationWish = { cancelAsked: boolean; pauseAsked: boolean; rate: number | null };

/** Work that the web part queued for runners. What another runner has taken over is in nobody else's hands any more. */
export class OperationStore {
  readonly #pool: Pool;
  readonly #runnerId: string;

  constructor(pool: Pool, runnerId: string) {
    this.#pool = pool;
    this.#runnerId = runnerId;
  }

  /**
   * Takes the oldest operation that waits, or that a runner left behind when it died. Work on a flow
   * goes to the runner that holds the flow; to anyone while nobody does.
   *
   * @param inHand what this runner works on: one that was not heard of for a while is not dead because of that
   */
  async take(inHand: readonly string[]): Promise<TakenOperation | null> {
    const result = await this.#pool.query<TakenOperation>(
      `UPDATE operation SET state = 'running', "startedAt" = coalesce("startedAt", now()), "runnerId" = $1
       WHERE id = (
         SELECT o.id FROM operation o
         LEFT JOIN deployment d ON d."flowId" = o."flowId"
         WHERE (o.state = 'queued' OR (o.state = 'running' AND NOT EXISTS (
             SELECT 1 FROM runner r WHERE r.id = o."runnerId" AND r."seenAt" > now() - interval '15 seconds')))
           AND (d."runnerId" IS NULL OR d."runnerId" = $1 OR d."leaseExpiresAt" < now())
           AND o.id <> ALL($2::text[])
         ORDER BY o."createdAt" LIMIT 1 FOR UPDATE OF o SKIP LOCKED)
       RETURNING id, trace, "workspaceId", "flowId", kind, input, progress, rate, "createdBy", "cancelAsked",
         (extract(epoch FROM "createdAt") * 1000000)::float8 AS "createdAt"`,
      [this.#runnerId, inHand],
    );
    return result.rows[0] ?? null;
  }

  /** Reports how far it is. @returns what people want of it now; one that is gone, or another runner's, is cancelled. */
  async progress(id: string, progress: object): Promise<OperationWish> {
    const result = await this.#pool.query<OperationWish>(
      `WITH written AS (
         UPDATE operation SET progress = $2 WHERE id = $1 AND "runnerId" = $3 RETURNING id, "cancelAsked", "pauseAsked", rate
       )
       SELECT "cancelAsked", "pauseAsked", rate, pg_notify('syncline_operation_progress', id) FROM written`,
      [id, toStoredJson(progress), this.#runnerId],
    );
    return result.rows[0] ?? { cancelAsked: true, pauseAsked: false, rate: null };
  }

  /**
   * Leaves it unfinished: paused until a person resumes it, or queued for the runner that has its flow now. What somebody
   * has cancelled meanwhile does not rest: whoever takes it next ends it.
   */
  async leave(id: string, state: 'paused' | 'queued'): Promise<void> {
    await this.#pool.query(
      `WITH written AS (
         UPDATE operation SET "runnerId" = NULL, "pauseAsked" = false,
           state = CASE WHEN $2 = 'paused' AND ("cancelAsked" OR NOT "pauseAsked") THEN 'queued' ELSE $2 END
         WHERE id = $1 AND "runnerId" = $3 RETURNING id
       ) SELECT pg_notify('syncline_operation_progress', id), pg_notify('syncline_operation', id) FROM written`,
      [id, state, this.#runnerId],
    );
  }

  /** Ends it. */
  async finish(
    id: string,
    end:
      | { state: 'done' | 'cancelled'; result: object | null }
      | { state: 'failed'; error: { code: ErrorCode; message: string }; result: object | null },
  ): Promise<void> {
    await this.#pool.query(
      `WITH written AS (
         UPDATE operation SET state = $2, result = $3, error = $4, "finishedAt" = now()
         WHERE id = $1 AND "runnerId" = $5 RETURNING id
       ) SELECT pg_notify('syncline_operation_progress', id) FROM written`,
      [
        id,
        end.state,
        end.result ? toStoredJson(end.result) : null,
        'error' in end ? toStoredJson(end.error) : null,
        this.#runnerId,
      ],
    );
  }
}
