import type { Pool, PoolClient } from 'pg';
import type { ChainKey } from './chain/chain-key.ts';
import type { LoosePiece } from './chain/seal-blocks.ts';
import { type RemovalNote, removal, removalColumns, sealRemoval } from './chain/seal-removal.ts';
import { countColumns } from './line-counts.ts';

/** A day of the ledger. */
export type Partition = { name: string; from: Date; to: Date };

/** The daily partitions, oldest first. */
export async function listPartitions(pool: Pick<Pool, 'query'>): Promise<Partition[]> {
  const found = await pool.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = 'ledger_entry'::regclass AND c.relname ~ '^ledger_entry_[0-9]{8}$' ORDER BY 1`,
  );
  return found.rows.map(({ name }) => {
    const day = name.slice(-8);
    return partitionOf(new Date(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}T00:00:00Z`));
  });
}

/** The partition of a day that begins then (UTC), whether there is one or not. */
export function partitionOf(from: Date): Partition {
  const name = `ledger_entry_${from.toISOString().slice(0, 10).replaceAll('-', '')}`;
  return { name, from, to: new Date(from.getTime() + 86_400_000) };
}

/**
 * Drops a day of the ledger if all of its lines are past their flows' time and none is held or parked: the space is
 * free at once. Waits for no writer longer than two seconds.
 *
 * @param cutoffs by flow, from when on its lines are kept; a flow that is missing keeps all of them.
 * @returns lines removed, by flow; null where the day has to stay for now.
 */
export async function dropPartition(
  pool: Pool,
  chain: { key: ChainKey; note: RemovalNote },
  partition: Partition,
  cutoffs: ReadonlyMap<string, Date>,
): Promise<Map<string, number> | null> {
  const { from, to } = partition;
  const past = [...cutoffs].filter(([, cutoff]) => cutoff >= to).map(([flowId]) => flowId);
  const mayGo = async (client: Pick<Pool, 'query'>) => {
    const kept = await client.query(
      `SELECT FROM (${dayCounts}) c WHERE status IN ('held', 'parked') OR flow_id <> ALL($3)
       HAVING sum(lines) > 0`,
      [from, to, past],
    );
    return kept.rowCount === 0;
  };
  if (past.length === 0 || !(await mayGo(pool))) return null;
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    // Readers and writers of other days hold locks on the whole for moments only.
    await client.query(`SET LOCAL lock_timeout = '2s'`);
    // What the chains are to tell takes longer, and keeps only those waiting who write to that day.
    await client.query(`LOCK TABLE "${partition.name}" IN SHARE MODE`);
    const { rows } = await client.query<{ piece: LoosePiece }>(
      `WITH ${removal(`"${partition.name}"`, '$1')} SELECT ${removalColumns} AS piece FROM piece`,
      [JSON.stringify(chain.note)],
    );
    await client.query('LOCK TABLE ledger_entry IN ACCESS EXCLUSIVE MODE');
    const removed = (await mayGo(client)) ? await countAndDrop(client, partition) : null;
    if (removed)
      await sealRemoval(
        client,
        chain.key,
        rows.map(({ piece }) => piece),
      );
    await client.query(removed ? 'COMMIT' : 'ROLLBACK');
    return removed;
  } catch (error) {
    await client.query('ROLLBACK');
    if ((error as { code?: string }).code === '55P03') return null;
    throw error;
  } finally {
    client.release();
  }
}

/** What is counted of a day: all lines of the day are in its partition. `$1` and `$2` are its bounds. */
const dayCounts = ['ledger_count', 'ledger_count_delta']
  .map((table) => `SELECT * FROM ${table} WHERE bucket >= $1 AND bucket < $2`)
  .join(' UNION ALL ');

async function countAndDrop(client: PoolClient, { name, from, to }: Partition): Promise<Map<string, number>> {
  const counted = await client.query<{ flowId: string; lines: number }>(
    `WITH day AS MATERIALIZED (${dayCounts}), counted AS (
       INSERT INTO ledger_count_delta (${countColumns})
       SELECT workspace_id, n.bucket, flow_id, lane_id, side, version, op, status, code, cause, sum(n.lines)
       FROM day, LATERAL (VALUES (bucket, -lines), (timestamptz '-infinity', lines)) AS n(bucket, lines)
       GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 HAVING sum(n.lines) <> 0
     )
     SELECT flow_id AS "flowId", sum(lines)::float8 AS lines FROM day GROUP BY 1 HAVING sum(lines) > 0`,
    [from, to],
  );
  await client.query(`DROP TABLE "${name}"`);
  return new Map(counted.rows.map(({ flowId, lines }) => [flowId, lines]));
}
