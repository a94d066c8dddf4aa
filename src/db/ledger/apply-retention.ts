import type { Pool } from 'pg';
import { retentionCutoff } from '#core/ledger/ledger-policy.ts';
import { ChainKey } from './chain/chain-key.ts';
import { dropPartition, listPartitions } from './drop-partitions.ts';
import { foldCounts } from './fold-counts.ts';
import { settleFailedRecords, thinIssues } from './issue-lines.ts';
import { type FlowPolicy, readPolicies } from './read-policies.ts';
import { forgetRenames } from './record-renames.ts';
import { removeLines } from './remove-lines.ts';

const past = { by: 'Syncline', reason: 'Past the time that lines are kept.' };

/** What was removed of a flow's lines. */
export type Removal = { flowId: string; lines: number; days: string[]; before: Date };

/**
 * Removes what is older than its flow's time: days of which nothing is to stay as a whole, the rest in small batches.
 * Nothing that is held or parked is removed, and nothing of a flow while a bulk action looks at its lines. Each flow's removal is told in the audit log. One runner does it at a time.
 *
 * @param secret the installation's, 32 bytes: the chains tell of it, sealed with it.
 * @param rest waits between batches; false ends the work early.
 */
export async function applyRetention(
  pool: Pool,
  secret: Buffer,
  rest: (milliseconds: number) => Promise<boolean>,
  now: Date = new Date(),
): Promise<Removal[]> {
  const client = await pool.connect();
  try {
    const turn = await client.query<{ ours: boolean }>(
      `SELECT pg_try_advisory_lock(hashtext('ledger_retention')) AS ours`,
    );
    if (!turn.rows[0]?.ours) return [];
    try {
      return await removePast(pool, new ChainKey(secret), rest, now);
    } finally {
      await client.query(`SELECT pg_advisory_unlock(hashtext('ledger_retention'))`);
    }
  } finally {
    client.release();
  }
}

async function removePast(
  pool: Pool,
  key: ChainKey,
  rest: (milliseconds: number) => Promise<boolean>,
  now: Date,
): Promise<Removal[]> {
  const flows = await readPolicies(pool, null);
  const actedOn = await flowsActedOn(pool);
  const removals = new Map<string, Removal>();
  for (const { flowId, policy } of flows) {
    const before = retentionCutoff(policy.keepDays, now);
    if (before && !actedOn.has(flowId)) removals.set(flowId, { flowId, lines: 0, days: [], before });
  }
  if (removals.size === 0) return [];
  const cutoffs = new Map([...removals.values()].map(({ flowId, before }) => [flowId, before]));
  await foldCounts(pool);
  for (const { flowId, before } of removals.values()) {
    await settleFailedRecords(pool, flowId, before, rest);
    await forgetRenames(pool, flowId, before);
    await pool.query(forgetCounts, [flowId, before]);
  }
  for (const partition of await listPartitions(pool)) {
    for (const flowId of await flowsActedOn(pool)) cutoffs.delete(flowId);
    const dropped = await dropPartition(pool, { key, note: past }, partition, cutoffs);
    for (const [flowId, lines] of dropped ?? []) {
      const removal = removals.get(flowId);
      if (!removal) continue;
      removal.lines += lines;
      removal.days.push(partition.from.toISOString().slice(0, 10));
    }
  }
  for (const removal of removals.values()) {
    const free = async () => !(await flowsActedOn(pool)).has(removal.flowId);
    const restWhileFree = async (milliseconds: number) => (await rest(milliseconds)) && (await free());
    for (const laneId of await pastLanes(pool, removal)) {
      if (!(await free())) break;
      removal.lines += await removeLines(pool, { key, note: past }, laneId, removal.before, restWhileFree);
    }
    await thinIssues(pool, removal.flowId, removal.before);
    const flow = flows.find(({ flowId }) => flowId === removal.flowId);
    if (removal.lines > 0 && flow) await tell(pool, flow, removal);
  }
  return [...removals.values()].filter(({ lines }) => lines > 0);
}

/**
 * Flows whose lines a bulk action looks at, or one that was previewed and may be confirmed yet: for a day at most, their
 * removal waits.
 */
async function flowsActedOn(pool: Pool): Promise<ReadonlySet<string>> {
  const found = await pool.query<{ flowId: string }>(
    `SELECT DISTINCT "flowId" FROM operation WHERE kind = 'bulk' AND "flowId" IS NOT NULL
       AND "createdAt" > now() - interval '1 day' AND (state IN ('queued', 'running', 'paused')
         OR (state = 'done' AND input->>'dryRun' = 'true' AND "finishedAt" > now() - interval '1 hour'))`,
  );
  return new Set(found.rows.map(({ flowId }) => flowId));
}

// Minutes of which the last time has left nothing.
const forgetCounts = `
DELETE FROM ledger_count WHERE flow_id = $1 AND bucket > '-infinity' AND bucket < $2 AND lines = 0`;

/** Lanes with lines from before the moment, or from a day that has not come yet. */
async function pastLanes(pool: Pool, { flowId, before }: Removal): Promise<string[]> {
  const found = await pool.query<{ lane: string }>(
    `SELECT lane_id AS lane FROM ledger_count WHERE flow_id = $1 AND bucket > '-infinity'
       AND (bucket < $2 OR bucket > now() + interval '2 days') GROUP BY 1
     HAVING sum(lines) FILTER (WHERE status NOT IN ('held', 'parked')) > 0`,
    [flowId, before],
  );
  return found.rows.map(({ lane }) => lane);
}

function tell(pool: Pool, flow: FlowPolicy, removal: Removal) {
  return pool.query(
    `INSERT INTO audit_event ("workspaceId", actor, action, target, detail)
     SELECT $1, 'Syncline', 'ledger.remove', $2, $3 WHERE EXISTS (SELECT FROM organization WHERE id = $1)`,
    [
      flow.workspaceId,
      JSON.stringify({ kind: 'flow', id: flow.flowId, name: flow.name ?? 'a deleted flow' }),
      JSON.stringify({
        lines: removal.lines,
        before: removal.before.toISOString(),
        keepDays: flow.policy.keepDays,
        days: removal.days,
      }),
    ],
  );
}
