import type { Pool } from 'pg';
import type { LedgerRow } from '#core/ledger/ledger-filter.ts';
import { type Life, lifeOf } from '#core/lineage/life-of.ts';
import { microsToIso } from '#lib/micros.ts';
import { selectLines } from './read-ledger.ts';
import { type RecordRename, readRenames } from './record-renames.ts';

/** Lines that one record is told from at most; older ones are not looked at. */
export const MOST_RECORD_LINES = 20_000;

/** What the ledger tells of a record. */
export type RecordLines = {
  /** Under its key and the keys that it had, and the lines by which it got or gave up one; by commit time. */
  lines: LedgerRow[];
  /** Those of them that are about the record that has the key now, or had it last. */
  life: Life;
};

type NamedRecord = { flowId: string; laneId: string; recordKey: string };

/**
 * Reads everything that happened to one record of a lane; at most the newest {@link MOST_RECORD_LINES} lines.
 *
 * @param carriesDeletes did the lane carry deletes from the line's side when it was written? By default it did.
 */
export async function recordLines(
  pool: Pool,
  workspaceId: string,
  record: NamedRecord,
  carriesDeletes?: (line: LedgerRow) => boolean,
): Promise<RecordLines> {
  const renames = await readRenames(pool, record.laneId, record.recordKey);
  if (renames.length === 0) {
    const lines = await linesOf(pool, workspaceId, record, [record.recordKey]);
    return { lines, life: { lines, roots: lines, began: null } };
  }
  const keys = [record.recordKey, ...renames.map(({ from }) => from)];
  const [under, told] = await Promise.all([
    linesOf(pool, workspaceId, record, [...new Set(keys)]),
    renameLines(pool, workspaceId, record, renames),
  ]);
  const life = lifeOf(record.recordKey, under, told, carriesDeletes);
  const own = under.filter(({ recordKey }) => recordKey === record.recordKey);
  const ends = told.filter(({ from }) => from === record.recordKey).map(({ line }) => line);
  const all = new Map([...own, ...life.roots, ...ends].map((line) => [line.seq, line]));
  return { lines: [...all.values()].sort((a, b) => a.commitTime - b.commitTime), life };
}

async function linesOf(
  pool: Pool,
  workspaceId: string,
  { flowId, laneId }: NamedRecord,
  keys: readonly string[],
): Promise<LedgerRow[]> {
  const lines = await selectLines(
    pool,
    `WHERE workspace_id = $1 AND flow_id = $2 AND lane_id = $3 AND record_key = ANY($4)
     ORDER BY ledger_entry.committed_at DESC, ledger_entry.seq DESC LIMIT $5`,
    [workspaceId, flowId, laneId, keys, MOST_RECORD_LINES],
  );
  return lines.reverse();
}

async function renameLines(
  pool: Pool,
  workspaceId: string,
  { flowId, laneId }: NamedRecord,
  renames: readonly RecordRename[],
) {
  const places = renames.map(({ commitTime, side, position, ordinal }) => ({
    ...{ at: microsToIso(commitTime), side, position, ordinal },
  }));
  const lines = await selectLines(
    pool,
    `WHERE workspace_id = $1 AND flow_id = $2 AND lane_id = $3 AND (committed_at, side, position, ordinal) IN (
       SELECT p.at, p.side, p.position, p.ordinal
       FROM json_to_recordset($4::json) AS p(at timestamptz, side text, position text, ordinal bigint))`,
    [workspaceId, flowId, laneId, JSON.stringify(places)],
  );
  return renames.flatMap(({ from, to, carried, side, position, ordinal }) => {
    const line = lines.find(
      (each) => each.side === side && each.position === position && each.ordinal === ordinal,
    );
    return line ? [{ from, to, carried, line }] : [];
  });
}
