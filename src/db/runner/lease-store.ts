import { hostname } from 'node:os';
import type { Pool } from 'pg';
import { SyncError } from '#core/errors/sync-error.ts';
import type { FlowStatus } from '#core/ledger/lane-status.ts';
import { shutOut } from './flow-fence.ts';

/** A deployment as a runner sees it. */
export type RunnableFlow = {
  flowId: string;
  workspaceId: string;
  versionId: string;
  desired: 'running' | 'paused' | 'deleting';
  /** When that was asked for, microseconds since 1970. */
  wantedAt: number;
  /** Both sides are to be compared all the time. */
  continuousVerify: boolean;
  runnerId: string | null;
  epoch: number;
  /** The lease is free: never taken, released or expired. */
  free: boolean;
  /** Host and process of the lease's holder, where it is known. */
  holder: { host: string; pid: number } | null;
};

/** Seconds that a lease lasts unless it is renewed. */
const LEASE_SECONDS = 10;

/** Leases over deployed flows (E1): a runner holds one flow at a time under an epoch that only grows. */
export class LeaseStore {
  readonly #pool: Pool;
  readonly #runnerId: string;

  /** @param pool with the session's time zone set to UTC, as the store's times are kept. */
  constructor(pool: Pool, runnerId: string) {
    this.#pool = pool;
    this.#runnerId = runnerId;
  }

  /** Says that this runner is alive. */
  async beat(): Promise<void> {
    await this.#pool.query(
      `INSERT INTO runner (id, host, pid, "startedAt", "seenAt") VALUES ($1, $2, $3, now(), now())
       ON CONFLICT (id) DO UPDATE SET "seenAt" = now()`,
      [this.#runnerId, hostname(), process.pid],
    );
    await this.#pool.query(`DELETE FROM runner WHERE "seenAt" < now() - interval '1 day'`);
  }

  /** Says that this runner is gone. */
  async leave(): Promise<void> {
    await this.#pool.query(
      `UPDATE deployment SET "runnerId" = NULL, "leaseExpiresAt" = NULL WHERE "runnerId" = $1`,
      [this.#runnerId],
    );
    await this.#pool.query('DELETE FROM runner WHERE id = $1', [this.#runnerId]);
  }

  async list(): Promise<RunnableFlow[]> {
    const result = await this.#pool.query<
      Omit<RunnableFlow, 'holder'> & { host: string | null; pid: number }
    >(
      `SELECT d."flowId", f."workspaceId", d."versionId", d.desired,
         (extract(epoch FROM d."desiredAt") * 1000000)::float8 AS "wantedAt", d."continuousVerify", d."runnerId", d.epoch::float8 AS epoch,
         (d."runnerId" IS NULL OR d."leaseExpiresAt" IS NULL OR d."leaseExpiresAt" < now()
           -- No lease is that long: the clock was set back.
           OR d."leaseExpiresAt" > now() + make_interval(secs => ${2 * LEASE_SECONDS})) AS free, r.host, r.pid
       FROM deployment d JOIN flow f ON f.id = d."flowId" LEFT JOIN runner r ON r.id = d."runnerId"`,
    );
    return result.rows.map(({ host, pid, ...flow }) => ({
      ...flow,
      holder: host === null ? null : { host, pid },
    }));
  }

  /** Takes a flow's lease; null when somebody else did in the meantime. @returns the new epoch. */
  async claim(flow: RunnableFlow): Promise<number | null> {
    const result = await this.#pool.query<{ epoch: number }>(
      `UPDATE deployment SET "runnerId" = $1, epoch = epoch + 1,
         "leaseExpiresAt" = now() + make_interval(secs => ${LEASE_SECONDS})
       WHERE "flowId" = $2 AND epoch = $3 RETURNING epoch::float8 AS epoch`,
      [this.#runnerId, flow.flowId, flow.epoch],
    );
    return result.rows[0]?.epoch ?? null;
  }

  /** Waits until no commit of the flow's older runners is under way any more; none can begin under the new epoch. */
  async shutOut(flowId: string): Promise<void> {
    await shutOut(this.#pool, flowId);
  }

  /** Throws `LEASE_STALE` where another runner has taken the flow over. */
  async requireLease(flowId: string, epoch: number): Promise<void> {
    const held = await this.#pool.query('SELECT FROM deployment WHERE "flowId" = $1 AND epoch = $2', [
      flowId,
      epoch,
    ]);
    if (held.rowCount === 0) throw new SyncError('LEASE_STALE', 'Another runner has taken over this flow.');
  }

  /** Renews the leases held. @returns the flows that are still ours. */
  async renew(): Promise<Set<string>> {
    const result = await this.#pool.query<{ flowId: string }>(
      `UPDATE deployment SET "leaseExpiresAt" = now() + make_interval(secs => ${LEASE_SECONDS})
       WHERE "runnerId" = $1 RETURNING "flowId"`,
      [this.#runnerId],
    );
    return new Set(result.rows.map((row) => row.flowId));
  }

  /** Publishes a flow's status, unless another runner has taken over. */
  async publish(flowId: string, epoch: number, status: FlowStatus): Promise<void> {
    await this.#pool.query(
      `WITH written AS (
         UPDATE deployment SET status = $3, "statusAt" = now() WHERE "flowId" = $1 AND epoch = $2 RETURNING "flowId"
       ) SELECT pg_notify('syncline_status', "flowId") FROM written`,
      [flowId, epoch, status],
    );
  }
}

/** Whether the lease's holder was a process of this machine that has died: its flows need not wait. */
export function isDead(holder: { host: string; pid: number } | null): boolean {
  if (!holder || holder.host !== hostname()) return false;
  if (holder.pid === process.pid) return true;
  try {
    process.kill(holder.pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
