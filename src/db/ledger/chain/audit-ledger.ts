import type { ClientBase, Pool } from 'pg';
import type { AuditReport, LaneAudit, LedgerAnchor } from '#core/ledger/audit-report.ts';
import { nowMicros } from '#lib/micros.ts';
import { ChainKey } from './chain-key.ts';
import { checkBlocks } from './check-blocks.ts';
import { checkLines } from './check-lines.ts';
import { Finder } from './finder.ts';
import { type AuditScope, gatherLines } from './gather-lines.ts';

/** What is audited, with what, and against what. */
export type AuditInput = {
  workspaceId: string;
  /** Null: every flow that the workspace has or had. */
  flowId: string | null;
  /** The installation's secret, with which blocks were sealed. */
  secret: Buffer;
  anchor: LedgerAnchor | null;
};

type Chain = { lane_id: string; number: string; hash: Buffer; begins_after: string };

/**
 * Recomputes the ledger's chains from its stored lines, as they are at one moment: every line, block by block, and
 * every block after the one before it. Needs room for some 70 bytes a line on the store's disk, and little memory.
 *
 * @param report told how far it is, from 0 to 1
 * @returns null where it was aborted
 */
export async function auditLedger(
  pool: Pool,
  input: AuditInput,
  report: (share: number) => void,
  signal: AbortSignal,
): Promise<AuditReport | null> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    // Before the moment that is looked at: a day that is dropped after it is gone for whoever still sees its chain.
    await client.query('LOCK TABLE ledger_entry IN ACCESS SHARE MODE');
    return await audit(client, input, report, signal);
  } finally {
    const broken = await client.query('ROLLBACK').then(
      () => false,
      () => true,
    );
    client.release(broken);
  }
}

async function audit(
  client: ClientBase,
  input: AuditInput,
  report: (share: number) => void,
  signal: AbortSignal,
): Promise<AuditReport | null> {
  const { workspaceId, flowId, secret, anchor } = input;
  const { rows: chains } = await client.query<Chain>(
    `SELECT lane_id, number, hash, begins_after FROM ledger_chain
     WHERE workspace_id = $1 AND ($2::text IS NULL OR flow_id = $2) ORDER BY lane_id`,
    [workspaceId, flowId],
  );
  const scope: AuditScope = { workspaceId, flowId, laneIds: chains.map((chain) => chain.lane_id) };
  const finder = new Finder();
  const anchored = (anchor?.lanes ?? []).filter(
    ({ laneId }) => flowId === null || laneId.startsWith(`${flowId}:`),
  );
  const wanted = new Map(anchored.map(({ laneId, number }) => [laneId, number]));
  const walked = await checkBlocks(client, { chains, chainKey: new ChainKey(secret), wanted }, finder);
  for (const { laneId, number, hash } of anchored) {
    const found = walked.get(laneId)?.hashes.get(number);
    if (number === 0 || found === hash) continue;
    const detail = found
      ? `Block ${number} is not the one that the anchor knows.`
      : `The anchor knows block ${number}, which there is not.`;
    finder.add({ laneId, fault: 'anchor-missed', block: number, detail });
  }
  await gatherLines(client, scope, (share) => report(share * 0.8), signal);
  if (signal.aborted) return null;
  await checkLines(client, scope, finder);
  await checkShapes(client, scope.laneIds, finder);
  report(1);
  const counts = await countLines(client);
  const lanes = chains.map(({ lane_id: laneId, number, hash }): LaneAudit => {
    const { blocks = 0, removals = [] } = walked.get(laneId) ?? {};
    const head = { laneId, number: Number(number), hash: hash.toString('hex') };
    const { lines = 0, earlier = 0, superseded = 0 } = counts.get(laneId) ?? {};
    return { laneId, blocks, lines, earlier, superseded, removals, head };
  });
  return {
    holds: finder.found === 0,
    lanes,
    findings: finder.named,
    found: finder.found,
    anchoredAt: anchor?.at ?? null,
    at: nowMicros(),
  };
}

type Counts = { lines: number; earlier: number; superseded: number };

async function countLines(client: ClientBase): Promise<Map<string, Counts>> {
  const found = await client.query<Counts & { lane_id: string }>(
    `SELECT lane_id, count(*) FILTER (WHERE NOT old AND block IS NOT NULL)::int AS lines,
       count(*) FILTER (WHERE block IS NULL)::int AS earlier, count(*) FILTER (WHERE old)::int AS superseded
     FROM audit_line GROUP BY lane_id`,
  );
  return new Map(found.rows.map(({ lane_id, ...counts }) => [lane_id, counts]));
}

/** What compact lines refer to must be what the newest block that refers to it says. */
async function checkShapes(client: ClientBase, laneIds: string[], finder: Finder): Promise<void> {
  const found = await client.query<{ lane_id: string; number: string; version: string; at: number }>(
    `WITH told AS (
       SELECT DISTINCT ON (b.lane_id, t.version) b.lane_id, b.number, t.version, t.digest,
         (extract(epoch FROM b.at) * 1000000)::float8 AS at
       FROM ledger_block b, jsonb_each_text(b.shapes) AS t(version, digest)
       WHERE b.lane_id = ANY($1) ORDER BY b.lane_id, t.version, b.number DESC
     )
     SELECT told.lane_id, told.number, told.version, told.at FROM told
     LEFT JOIN ledger_shape s ON s.lane_id = told.lane_id AND s.version::text = told.version
     WHERE encode(sha256(convert_to(s.pairs::text, 'UTF8')), 'hex') IS DISTINCT FROM told.digest`,
    [laneIds],
  );
  for (const { lane_id: laneId, number, version, at } of found.rows) {
    const detail = `The field pairs that compact lines of version ${version} refer to were changed.`;
    finder.add({ laneId, fault: 'shape-changed', block: Number(number), at, detail });
  }
}
