import type { Pool, PoolClient } from 'pg';
import type { ChainKey } from './chain/chain-key.ts';
import type { LoosePiece } from './chain/seal-blocks.ts';
import { type RemovalNote, removal, removalColumns, sealRemoval } from './chain/seal-removal.ts';
import { inTransaction } from './in-transaction.ts';
import { forgetIssueLines, forgetIssueRecords, type IssueLines, issueLines } from './issue-lines.ts';
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

/** Milliseconds for which a change of the partitions waits for the ledger, while whoever comes after it waits for it. */
export const LOCK_WAIT = 200;

/** Lines that stay of a day that is dropped, at most: they are moved to where days without a partition lie. */
const MOVED = 1_000;

/** Of a day's partition, the lines that go. */
const going = (name: string) => `(SELECT * FROM "${name}" WHERE status NOT IN ('held', 'parked')) AS going`;

/**
 * Drops a day of the ledger if all of its lines are past their flows' time and few are held or parked, which stay: the
 * space is free at once. Whoever writes to other days waits for moments only: all that takes longer is done before the whole
 * ledger is locked, and where somebody reads it just then (an audit, a backup) the day stays for now.
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
  const { name, from, to } = partition;
  const past = [...cutoffs].filter(([, cutoff]) => cutoff >= to).map(([flowId]) => flowId);
  if (past.length === 0 || !(await mayGo(pool, partition, past))) return null;
  const { rows: issues } = await pool.query<IssueLines>(issueLines(going(name)));
  await inTransaction(pool, (client) => forgetIssueRecords(client, issues, { from, to }));
  return inTransaction(pool, (client) => drop(client, chain, partition, past)).catch((error: unknown) => {
    if (error === stays || (error as { code?: string }).code === '55P03') return null;
    throw error;
  });
}

/** Rolls a removal back. */
const stays = new Error('The day has lines that stay.');

async function drop(
  client: PoolClient,
  chain: { key: ChainKey; note: RemovalNote },
  partition: Partition,
  past: string[],
): Promise<Map<string, number>> {
  const { name } = partition;
  await client.query(`SET LOCAL lock_timeout = ${LOCK_WAIT}`);
  // Keeps only those waiting who write to that day: what is counted of it is so until the end.
  await client.query(`LOCK TABLE "${name}" IN SHARE MODE`);
  if (!(await mayGo(client, partition, past))) throw stays;
  const { rows } = await client.query<{ piece: LoosePiece }>(
    `WITH gone AS NOT MATERIALIZED (SELECT * FROM ${going(name)}), ${removal('gone', '$1')} SELECT ${removalColumns} AS piece FROM piece`,
    [JSON.stringify(chain.note)],
  );
  const { rows: issues } = await client.query<IssueLines>(issueLines(going(name)));
  const counted = await countOff(client, partition);
  await client.query(
    `CREATE TEMPORARY TABLE ledger_staying ON COMMIT DROP AS SELECT * FROM "${name}" WHERE status IN ('held', 'parked')`,
  );
  await client.query('LOCK TABLE ledger_entry IN ACCESS EXCLUSIVE MODE');
  await client.query(`DROP TABLE "${name}"`);
  await client.query('INSERT INTO ledger_entry SELECT * FROM ledger_staying');
  await client.query('SET LOCAL lock_timeout = 0');
  // In the order of the engine's own commits: lines, issues, chains.
  await forgetIssueLines(client, issues);
  await sealRemoval(
    client,
    chain.key,
    rows.map(({ piece }) => piece),
  );
  return counted;
}

async function mayGo(
  client: Pick<Pool, 'query'>,
  { from, to }: Partition,
  past: readonly string[],
): Promise<boolean> {
  const kept = await client.query(
    `SELECT FROM (${dayCounts}) c HAVING sum(lines) FILTER (WHERE flow_id <> ALL($3)) > 0
       OR sum(lines) FILTER (WHERE status IN ('held', 'parked')) > $4`,
    [from, to, past, MOVED],
  );
  return kept.rowCount === 0;
}

/** What is counted of a day: all lines of the day are in its partition. `$1` and `$2` are its bounds. */
const dayCounts = ['ledger_count', 'ledger_count_delta']
  .map((table) => `SELECT * FROM ${table} WHERE bucket >= $1 AND bucket < $2`)
  .join(' UNION ALL ');

async function countOff(client: PoolClient, { from, to }: Partition): Promise<Map<string, number>> {
  const counted = await client.query<{ flowId: string; lines: number }>(
    `WITH day AS MATERIALIZED (SELECT * FROM (${dayCounts}) c WHERE status NOT IN ('held', 'parked')), counted AS (
       INSERT INTO ledger_count_delta (${countColumns})
       SELECT workspace_id, n.bucket, flow_id, lane_id, side, version, op, status, code, cause, sum(n.lines)
       FROM day, LATERAL (VALUES (bucket, -lines), (timestamptz '-infinity', lines)) AS n(bucket, lines)
       GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 HAVING sum(n.lines) <> 0
     )
     SELECT flow_id AS "flowId", sum(lines)::float8 AS lines FROM day GROUP BY 1 HAVING sum(lines) > 0`,
    [from, to],
  );
  return new Map(counted.rows.map(({ flowId, lines }) => [flowId, lines]));
}
