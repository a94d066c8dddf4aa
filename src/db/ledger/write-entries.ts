import type { ClientBase } from 'pg';
import { compactLine } from '#core/ledger/compact-line.ts';
import type { LedgerLine } from '#core/ledger/ledger-line.ts';
import type { Lease } from '#core/ports/lane-store.ts';
import { textArray } from '#lib/text-array.ts';
import type { ChainKey } from './chain/chain-key.ts';
import { lineDigest } from './chain/line-digest.ts';
import {
  blockId,
  type LoosePiece,
  linking,
  looseColumns,
  pieces,
  writtenColumns,
} from './chain/seal-blocks.ts';
import { bucketOf, countColumns, givenCounts, lineCounts } from './line-counts.ts';
import type { MovedLines } from './line-moves.ts';
import { storedText, toStoredJson } from './stored-json.ts';
import { verdictsOf } from './verdicts.ts';

/** One parameter per column: an array literal of texts, cast by the statement. */
const texts = [
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
  ['changed', 'text[]'],
  ['compact', 'boolean'],
  ['cause', 'text'],
  ['operation_id', 'text'],
  ['issue_id', 'text'],
] as const;
/** One parameter per column: an array literal of microseconds since 1970. */
const times = ['committed_at', 'captured_at', 'applied_at'] as const;
/** One parameter per column: a JSON array, whose nulls are NULL. */
const documents = ['before', 'after', 'target_before', 'target_after', 'conflict'] as const;

const names = [...texts.map(([name]) => name), ...times, ...documents];
/** Columns by which an entry is known; they are the same when it is written again. */
const identity = new Set<string>(['committed_at', 'lane_id', 'side', 'position', 'ordinal']);

const sets = [
  `unnest(${[...texts, ...times].map((_, i) => `$${i + 4}::text[]`).join(', ')})`,
  ...documents.map((_, i) => `jsonb_array_elements($${i + 4 + texts.length + times.length}::jsonb)`),
];
const values = [
  ...texts.map(([name, type]) => `e.${name}::${type}`),
  // Whole microseconds up to 2^53 are exact in the interval's multiplication.
  ...times.map((name) => `timestamptz 'epoch' + e.${name}::float8 * interval '1 microsecond'`),
  ...documents.map((name) => `nullif(e.${name}, 'null')`),
];

/** Parameters before those of the columns: workspace, flow, epoch; behind them stand the counts. */
const counts = `$${4 + names.length}`;
/** All lines of a statement are of one flow, and so kept under one policy. */
const payload = `$${5 + names.length}`;

/** A conflict that is decided in one line is told by it. */
const told = (line: string) =>
  `CASE WHEN ${line}.status = 'resolved' THEN ${verdictsOf(`nullif(${line}.conflict, 'null')`)} END`;

const written = `${blockId}, counted AS (
  INSERT INTO ledger_count_delta (${countColumns}) ${givenCounts(counts)}
  WHERE EXISTS (SELECT FROM deployment WHERE "flowId" = $2 AND epoch = $3::bigint)
), written AS (
  INSERT INTO ledger_entry (workspace_id, flow_id, ${names.join(', ')}, verdicts, payload, block)
  SELECT $1, $2, ${values.join(', ')}, ${told('e')}, ${payload}, (SELECT id FROM block)
  FROM ROWS FROM (${sets.join(', ')}) AS e(${names.join(', ')})
  WHERE EXISTS (SELECT FROM deployment WHERE "flowId" = $2 AND epoch = $3::bigint)
  RETURNING ${writtenColumns('ledger_entry')}
), piece AS MATERIALIZED (${pieces('written', 'written')})`;

/** A commit of its own: the lines are linked to their chain at once. */
const insert = `WITH ${written}, ${linking('piece', `$${6 + names.length}`, `$${7 + names.length}`)}
SELECT lines, NULL::jsonb AS piece FROM piece`;

/** Part of a larger one, which links them at its end. */
const insertLoose = `WITH ${written} SELECT lines, ${looseColumns} AS piece FROM piece`;

// The lines as they stood are read, and held, before the writing.
const upsert = `
WITH ${blockId}, lease AS (
  SELECT 1 FROM deployment WHERE "flowId" = $2 AND epoch = $3::bigint
), given AS MATERIALIZED (
  SELECT ${names.map((name, i) => `${values[i]} AS ${name}`).join(', ')}
  FROM ROWS FROM (${sets.join(', ')}) AS e(${names.join(', ')})
), stood AS MATERIALIZED (
  SELECT l.committed_at, l.lane_id, l.side, l.version, l.op, l.status, l.code, l.cause, l.issue_id, l.seq,
    l.block AS was_block, ${lineDigest('l')} AS digest
  FROM ledger_entry l JOIN given g ON ${[...identity].map((name) => `l.${name} = g.${name}`).join(' AND ')}
  FOR UPDATE OF l
), counted AS (
  INSERT INTO ledger_count_delta (${countColumns})
  SELECT * FROM (${givenCounts(counts)}) c WHERE EXISTS (SELECT FROM lease)
  UNION ALL
  SELECT $1, ${bucketOf('committed_at')}, $2, lane_id, side, version, op, status, coalesce(code, ''), cause, -count(*)
  FROM stood WHERE EXISTS (SELECT FROM lease) GROUP BY 2, 4, 5, 6, 7, 8, 9, 10
), written AS (
  INSERT INTO ledger_entry (workspace_id, flow_id, ${names.join(', ')}, verdicts, payload, block)
  SELECT $1, $2, ${names.map((name) => `g.${name}`).join(', ')}, ${told('g')}, ${payload}, (SELECT id FROM block) FROM given g
  WHERE EXISTS (SELECT FROM lease) AND (SELECT count(*) FROM stood) >= 0
  ON CONFLICT (committed_at, lane_id, side, position, ordinal) DO UPDATE SET
    ${[...names, 'verdicts', 'payload', 'block']
      .filter((name) => !identity.has(name))
      .map((name) => `${name} = excluded.${name}`)
      .join(', ')}, writes = ledger_entry.writes + 1
  RETURNING ${writtenColumns('ledger_entry')}
), kept AS (
  INSERT INTO ledger_superseded (lane_id, seq, was_block, block, digest)
  SELECT lane_id, seq, was_block, (SELECT id FROM block), digest FROM stood WHERE EXISTS (SELECT FROM lease)
), piece AS MATERIALIZED (${pieces('written', 'again', 'stood')})
SELECT lane_id AS "laneId", NULL AS side, NULL AS "from", NULL AS "wasIssue", 0 AS count, ${looseColumns} AS piece FROM piece
UNION ALL
SELECT lane_id, side, status, issue_id, count(*)::int, NULL FROM stood WHERE EXISTS (SELECT FROM lease) GROUP BY 1, 2, 3, 4`;

/** What entries are written for, and with. */
export type EntryWrite = { workspaceId: string; lease: Lease; issues: (string | null)[] };

/**
 * Writes entries that were never written before and links them to their chains, in one statement.
 *
 * @param write.issues the issue that each is in.
 * @returns false under a stale lease: then nothing was written.
 * @throws a unique violation where one of them stands already: then none was written.
 */
export async function insertEntries(
  client: Pick<ClientBase, 'query'>,
  chainKey: ChainKey,
  write: EntryWrite,
  entries: readonly LedgerLine[],
): Promise<boolean> {
  const { nonce, key } = chainKey.next();
  const result = await client.query<{ lines: number }>({
    name: 'ledger-insert',
    text: insert,
    values: [...parameters(write, entries), nonce, key],
  });
  return sum(result.rows) === entries.length;
}

/**
 * The same as part of a larger transaction.
 *
 * @returns what is to be linked at its end; null under a stale lease.
 */
export async function insertLooseEntries(
  client: Pick<ClientBase, 'query'>,
  write: EntryWrite,
  entries: readonly LedgerLine[],
): Promise<LoosePiece[] | null> {
  const result = await client.query<{ lines: number; piece: LoosePiece }>({
    name: 'ledger-insert-loose',
    text: insertLoose,
    values: parameters(write, entries),
  });
  return sum(result.rows) === entries.length ? result.rows.map(({ piece }) => piece) : null;
}

/**
 * Writes entries; one of the same (lane, side, position, ordinal) is replaced. Nothing is written
 * under a stale lease.
 *
 * @returns entries that stood already, by the status that they had, and what is to be linked at the end of the
 * transaction; null under a stale lease.
 */
export async function replaceEntries(
  client: Pick<ClientBase, 'query'>,
  write: EntryWrite,
  entries: readonly LedgerLine[],
): Promise<{ moved: MovedLines[]; pieces: LoosePiece[] } | null> {
  type Replaced = Omit<MovedLines, 'to' | 'code' | 'issue'> & { piece: LoosePiece | null };
  const result = await client.query<Replaced>({
    name: 'ledger-upsert',
    text: upsert,
    values: parameters(write, entries),
  });
  if (result.rows.length === 0) return null;
  const { moved, pieces } = movedAndPieces(result.rows);
  return { moved: moved.map((row) => ({ ...row, to: null, code: null, issue: null })), pieces };
}

/** The two kinds of rows that a statement gives back. */
export function movedAndPieces<T extends { piece: LoosePiece | null }>(
  rows: readonly T[],
): { moved: Omit<T, 'piece'>[]; pieces: LoosePiece[] } {
  return {
    moved: rows.filter((row) => row.piece === null).map(({ piece: _, ...row }) => row),
    pieces: rows.flatMap(({ piece }) => (piece ? [piece] : [])),
  };
}

function sum(rows: readonly { lines: number }[]): number {
  return rows.reduce((total, { lines }) => total + lines, 0);
}

function parameters({ workspaceId, lease, issues }: EntryWrite, entries: readonly LedgerLine[]): string[] {
  const rows = entries.map(compactLine);
  const column = (pick: (entry: LedgerLine, index: number) => string | null) => textArray(entries.map(pick));
  return [
    workspaceId,
    lease.flowId,
    String(lease.epoch),
    column((entry) => entry.laneId),
    column((entry) => String(entry.version)),
    column((entry) => entry.side),
    column((entry) => entry.position),
    column((entry) => String(entry.ordinal)),
    column((entry) => entry.op),
    column((entry) => entry.status),
    column((entry) => entry.code),
    column((entry) => storedText(entry.detail)),
    column((entry) => entry.recordKey),
    column((_, i) => changedText(rows[i]!.changed)),
    column((_, i) => (rows[i]!.compact ? 't' : 'f')),
    column((entry) => entry.cause),
    column((entry) => entry.operationId),
    column((_, i) => issues[i] ?? null),
    column((entry) => String(entry.commitTime)),
    column((entry) => String(entry.capturedAt)),
    column((entry) => String(entry.appliedAt)),
    toStoredJson(rows.map((row) => row.before)),
    toStoredJson(rows.map((row) => row.after)),
    toStoredJson(rows.map((row) => row.targetBefore)),
    toStoredJson(rows.map((row) => row.targetAfter)),
    toStoredJson(entries.map((entry) => entry.conflict)),
    lineCounts(entries),
    entries[0]?.payload ?? 'full',
  ];
}

function changedText(changed: readonly string[]): string {
  return changed.length === 0 ? '{}' : textArray(changed);
}
