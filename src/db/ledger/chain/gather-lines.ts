import type { ClientBase } from 'pg';
import { lineDigest } from './line-digest.ts';

/** Pages of 8 kB that are read between two reports. */
const PAGES = 2048;

/** Which part of the ledger is looked at. */
export type AuditScope = { workspaceId: string; flowId: string | null; laneIds: string[] };

/**
 * Computes the digest of every line of the scope, and those that its lines had before, into the temporary table
 * `audit_line`. Lines are read in the order in which they lie, so that memory is flat here and there.
 *
 * @param report told of the share that is read, from 0 to 1
 */
export async function gatherLines(
  client: ClientBase,
  scope: AuditScope,
  report: (share: number) => void,
  signal: AbortSignal,
): Promise<void> {
  await client.query(`CREATE TEMPORARY TABLE audit_line (lane_id text NOT NULL, block bigint, seq bigint NOT NULL,
    digest bytea NOT NULL, old boolean NOT NULL) ON COMMIT DROP`);
  const partitions = await partitionsOf(client);
  const pages = partitions.reduce((sum, each) => sum + each.pages, 0);
  let read = 0;
  for (const { name, pages: size } of partitions) {
    for (let page = 0; page < size; page += PAGES) {
      if (signal.aborted) return;
      await client.query(
        `INSERT INTO audit_line SELECT l.lane_id, l.block, l.seq, ${lineDigest('l')}, false FROM ${name} l
         WHERE l.ctid >= $1::tid AND l.ctid < $2::tid
           AND (l.lane_id = ANY($3) OR l.workspace_id = $4 AND ($5::text IS NULL OR l.flow_id = $5))`,
        [`(${page},0)`, `(${page + PAGES},0)`, scope.laneIds, scope.workspaceId, scope.flowId],
      );
      read += Math.min(PAGES, size - page);
      report(read / pages);
    }
  }
  await client.query(
    `INSERT INTO audit_line SELECT lane_id, was_block, seq, digest, true FROM ledger_superseded s
     WHERE lane_id = ANY($1) AND was_block IS NOT NULL
       -- A block proves it, or nothing does.
       AND EXISTS (SELECT FROM ledger_block b WHERE b.lane_id = s.lane_id AND b.id = s.block)`,
    [scope.laneIds],
  );
  await client.query('ANALYZE audit_line');
}

async function partitionsOf(client: ClientBase): Promise<{ name: string; pages: number }[]> {
  const found = await client.query<{ name: string; pages: number }>(
    `SELECT relid::regclass::text AS name, (pg_relation_size(relid) / current_setting('block_size')::int)::int AS pages
     FROM pg_partition_tree('ledger_entry') WHERE isleaf ORDER BY 1`,
  );
  return found.rows;
}
