import type { ClientBase } from 'pg';
import { compactLine } from '#core/ledger/compact-line.ts';
import type { LedgerLine } from '#core/ledger/ledger-line.ts';
import type { Lease, MovedCount } from '#core/ports/lane-store.ts';
import { microsToIso } from '#lib/micros.ts';
import { textArray } from '#lib/text-array.ts';

/** One parameter per column: an array literal of texts, cast by the statement. */
const columns = [
  ['committed_at', 'timestamptz'],
  ['lane_id', 'text'],
  ['version', 'int'],
  ['side', 'text'],
  ['position', 'text'],
  ['ordinal', 'bigint'],
  ['op', 'text'],
  ['status', 'text'],
  ['code', 'text'],
  ['detail', 'text'],
  ['record_key', 'text'],
  ['before', 'jsonb'],
  ['after', 'jsonb'],
  ['target_before', 'jsonb'],
  ['target_after', 'jsonb'],
  ['changed', 'text[]'],
  ['compact', 'boolean'],
  ['cause', 'text'],
  ['conflict', 'jsonb'],
  ['captured_at', 'timestamptz'],
  ['applied_at', 'timestamptz'],
] as const;

const names = columns.map(([name]) => name);
/** Columns by which an entry is known; they are the same when it is written again. */
const identity = new Set<string>(['committed_at', 'lane_id', 'side', 'position', 'ordinal']);

const insert = `
INSERT INTO ledger_entry (workspace_id, flow_id, ${names.join(', ')})
SELECT $1, $2, ${columns.map(([name, type]) => `e.${name}::${type}`).join(', ')}
FROM unnest(${columns.map((_, i) => `$${i + 4}::text[]`).join(', ')}) AS e(${names.join(', ')})
WHERE EXISTS (SELECT FROM deployment WHERE "flowId" = $2 AND epoch = $3::bigint)`;

const upsert = `
WITH lease AS (
  SELECT 1 FROM deployment WHERE "flowId" = $2 AND epoch = $3::bigint
), written AS (
  ${insert}
  ON CONFLICT (committed_at, lane_id, side, position, ordinal) DO UPDATE SET
    ${names
      .filter((name) => !identity.has(name))
      .map((name) => `${name} = excluded.${name}`)
      .join(', ')}, writes = ledger_entry.writes + 1
  RETURNING lane_id, side, status, writes > 1 AS replaced
)
SELECT NULL AS "laneId", NULL AS side, NULL AS "from", 0 AS count WHERE EXISTS (SELECT FROM lease)
UNION ALL
SELECT lane_id, side, status, count(*)::int FROM written WHERE replaced GROUP BY 1, 2, 3`;

/**
 * Writes entries that were never written before, in one statement.
 *
 * @returns false under a stale lease: then nothing was written.
 * @throws a unique violation where one of them stands already: then none was written.
 */
export async function insertEntries(
  client: Pick<ClientBase, 'query'>,
  workspaceId: string,
  lease: Lease,
  entries: readonly LedgerLine[],
): Promise<boolean> {
  const values = parameters(workspaceId, lease, entries);
  const result = await client.query({ name: 'ledger-insert', text: insert, values });
  return result.rowCount === entries.length;
}

/**
 * Writes entries; one of the same (lane, side, position, ordinal) is replaced. Nothing is written
 * under a stale lease.
 *
 * @returns entries that stood already, by their status now; null under a stale lease.
 */
export async function replaceEntries(
  client: Pick<ClientBase, 'query'>,
  workspaceId: string,
  lease: Lease,
  entries: readonly LedgerLine[],
): Promise<MovedCount[] | null> {
  const values = parameters(workspaceId, lease, entries);
  const result = await client.query<Omit<MovedCount, 'to'>>({ name: 'ledger-upsert', text: upsert, values });
  if (result.rows.length === 0) return null;
  return result.rows.slice(1).map((row) => ({ ...row, to: null }));
}

function parameters(workspaceId: string, lease: Lease, entries: readonly LedgerLine[]): string[] {
  const lists = columns.map((): (string | null)[] => []);
  const iso = lastIso();
  for (const entry of entries) {
    const rows = compactLine(entry);
    const texts = [
      iso(entry.commitTime),
      entry.laneId,
      String(entry.version),
      entry.side,
      entry.position,
      String(entry.ordinal),
      entry.op,
      entry.status,
      entry.code,
      entry.detail,
      entry.recordKey,
      json(rows.before),
      json(rows.after),
      json(rows.targetBefore),
      json(rows.targetAfter),
      rows.changed.length === 0 ? '{}' : textArray(rows.changed),
      rows.compact ? 't' : 'f',
      entry.cause,
      json(entry.conflict),
      iso(entry.capturedAt),
      iso(entry.appliedAt),
    ];
    for (let i = 0; i < texts.length; i++) lists[i]!.push(texts[i]!);
  }
  return [workspaceId, lease.flowId, String(lease.epoch), ...lists.map(textArray)];
}

function json(value: unknown): string | null {
  return value === null ? null : value === true ? 'true' : JSON.stringify(value);
}

/** Times repeat: those of a transaction, and those of a batch. */
function lastIso(): (micros: number) => string {
  const known = new Map<number, string>();
  return (micros) => {
    let iso = known.get(micros);
    if (iso === undefined) {
      iso = microsToIso(micros);
      known.set(micros, iso);
    }
    return iso;
  };
}
