import type { ClientBase } from 'pg';
import type { Finder } from './finder.ts';
import type { AuditScope } from './gather-lines.ts';
import { supersededDigest } from './seal-blocks.ts';

/** Blocks that do not hold and whose lines are looked at one by one. */
const OPENED = 500;

type BadBlock = {
  lane_id: string;
  number: string | null;
  id: string;
  at: number | null;
  lines: number;
  seqs: string | null;
  marks: Buffer | null;
  removed: boolean;
  old: boolean;
  /** How many blocks do not hold, in all. */
  all: number;
};

// Of a block whose lines were removed nothing is left to compare; it must have none.
const bad = `
WITH gone AS (
  SELECT lane_id, range_agg((note ->> 'blocks')::int8multirange) AS numbers
  FROM ledger_block WHERE kind = 'removed' AND lane_id = ANY($1) GROUP BY lane_id
), there AS (
  SELECT lane_id, block, count(*)::int AS lines, count(*) FILTER (WHERE NOT old)::int AS current, sha256(string_agg(digest, '' ORDER BY seq)) AS digest
  FROM audit_line WHERE block IS NOT NULL GROUP BY lane_id, block
), before AS (
  SELECT s.lane_id, s.block, ${supersededDigest('s')} AS digest
  FROM ledger_superseded s WHERE s.lane_id = ANY($1) GROUP BY s.lane_id, s.block
), block AS (
  SELECT b.*, coalesce(b.number <@ g.numbers, false) AS removed FROM ledger_block b LEFT JOIN gone g USING (lane_id)
  WHERE b.lane_id = ANY($1)
)
SELECT coalesce(b.lane_id, t.lane_id) AS lane_id, b.number, coalesce(b.id, t.block) AS id,
  (extract(epoch FROM b.at) * 1000000)::float8 AS at, coalesce(b.lines, 0) AS lines, b.seqs::text AS seqs, b.marks,
  coalesce(b.removed, false) AS removed, count(*) OVER ()::int AS all,
  CASE WHEN b.removed OR b.kind = 'removed' THEN coalesce(o.digest <> b.superseded, false)
    ELSE coalesce(o.digest, '') IS DISTINCT FROM coalesce(b.superseded, '') END AS old
FROM block b FULL JOIN there t ON t.lane_id = b.lane_id AND t.block = b.id
LEFT JOIN before o ON o.lane_id = b.lane_id AND o.block = b.id
WHERE CASE WHEN b.removed THEN t.current > 0 OR o.digest <> b.superseded
  WHEN b.kind = 'removed' THEN t.lines > 0 OR o.digest <> b.superseded
  ELSE b.id IS NULL OR t.digest IS DISTINCT FROM b.digest OR t.lines IS DISTINCT FROM b.lines
    OR coalesce(o.digest, '') <> b.superseded END
ORDER BY 1, 2 LIMIT $2`;

/**
 * Compares every line with what its block says of it, and names those that are not as they were written.
 *
 * @param opened blocks that do not hold and are looked into line by line, at most; others are counted
 */
export async function checkLines(
  client: ClientBase,
  scope: AuditScope,
  finder: Finder,
  opened = OPENED,
): Promise<void> {
  const { rows } = await client.query<BadBlock>(bad, [scope.laneIds, opened]);
  const there = await linesOf(client, rows);
  for (const block of rows) nameLines(block, there.get(`${block.lane_id}\n${block.id}`) ?? new Map(), finder);
  // Where that many do not hold, each of the others counts as one more.
  finder.found += (rows[0]?.all ?? 0) - rows.length;
  await checkUnchained(client, scope, finder);
  await nameRecords(client, finder);
}

type Lines = Map<string, { mark: string; old: boolean }>;

async function linesOf(client: ClientBase, blocks: BadBlock[]): Promise<Map<string, Lines>> {
  const byBlock = new Map<string, Lines>();
  if (blocks.length === 0) return byBlock;
  const found = await client.query<{
    lane_id: string;
    block: string;
    seq: string;
    mark: string;
    old: boolean;
  }>(
    `SELECT l.lane_id, l.block, l.seq, encode(substring(l.digest FROM 1 FOR 4), 'hex') AS mark, l.old
     FROM audit_line l JOIN unnest($1::text[], $2::bigint[]) AS b(lane_id, id) ON l.lane_id = b.lane_id AND l.block = b.id`,
    [blocks.map((block) => block.lane_id), blocks.map((block) => block.id)],
  );
  for (const { lane_id, block, seq, mark, old } of found.rows) {
    const name = `${lane_id}\n${block}`;
    const lines: Lines = byBlock.get(name) ?? new Map();
    lines.set(seq, { mark, old });
    byBlock.set(name, lines);
  }
  return byBlock;
}

function nameLines(block: BadBlock, lines: Lines, finder: Finder): void {
  const number = block.number === null ? null : Number(block.number);
  const at = { laneId: block.lane_id, block: number, at: block.at };
  const inserted = (seq: string, detail: string) =>
    finder.add({ ...at, fault: 'line-inserted', seq, detail });
  if (number === null) {
    for (const seq of lines.keys()) inserted(seq, 'The line names a block that there is not.');
    return;
  }
  const before = 'What the block says that lines were before was changed.';
  if (block.removed) {
    for (const [seq, { old }] of lines)
      if (!old) inserted(seq, 'The lines of its block were removed, and this one is there.');
    if (block.old) finder.add({ ...at, fault: 'block-changed', detail: before });
    return;
  }
  const expected = seqsIn(block.seqs ?? '{}');
  const marks = block.marks ?? Buffer.alloc(0);
  let named = 0;
  for (const [index, seq] of expected.entries()) {
    const line = lines.get(seq);
    lines.delete(seq);
    if (line?.mark === marks.subarray(index * 4, index * 4 + 4).toString('hex')) continue;
    named += 1;
    if (!line)
      finder.add({
        ...at,
        fault: 'line-removed',
        seq,
        detail: 'The line is gone, and no removal tells of it.',
      });
    else if (line.old)
      finder.add({
        ...at,
        fault: 'line-changed',
        seq,
        detail: 'What the line was before it was settled was changed.',
      });
    else finder.add({ ...at, fault: 'line-changed', seq, detail: 'The line is not as it was written.' });
  }
  for (const seq of lines.keys()) {
    named += 1;
    inserted(seq, 'The block has no such line.');
  }
  if (named > 0) return;
  const detail = block.old ? before : 'The lines of the block are not those that it was made of.';
  finder.add({ ...at, fault: 'block-changed', detail });
}

/** The numbers of a multirange of bigint such as `{[1,4),[7,8)}`. */
function seqsIn(ranges: string): string[] {
  return [...ranges.matchAll(/\[(\d+),(\d+)\)/g)].flatMap(([, from, to]) => {
    const seqs: string[] = [];
    for (let seq = BigInt(from!); seq < BigInt(to!); seq += 1n) seqs.push(String(seq));
    return seqs;
  });
}

/** Lines that belong to no block must be from before there were chains: the first block of each proves where it began. */
async function checkUnchained(client: ClientBase, { laneIds }: AuditScope, finder: Finder): Promise<void> {
  const found = await client.query<{ lane_id: string; seq: string }>(
    `SELECT l.lane_id, l.seq FROM audit_line l LEFT JOIN ledger_chain c ON c.lane_id = l.lane_id AND c.lane_id = ANY($1)
     WHERE l.block IS NULL AND (l.seq < 1 OR l.seq > coalesce(c.begins_after, least((SELECT seq FROM ledger_chain_start),
       (SELECT min(begins_after) FROM ledger_chain WHERE lane_id = ANY($1) AND number > 0))))
     ORDER BY l.seq LIMIT $2`,
    [laneIds, finder.room + 1],
  );
  for (const { lane_id: laneId, seq } of found.rows) {
    finder.add({
      laneId,
      fault: 'line-inserted',
      seq,
      detail: 'The line is in no block, though its lane had a chain then.',
    });
  }
}

/** Adds the records that named lines are of. */
async function nameRecords(client: ClientBase, finder: Finder): Promise<void> {
  const seqs = finder.named.flatMap(({ seq }) => (seq === null ? [] : [seq]));
  if (seqs.length === 0) return;
  const found = await client.query<{ seq: string; record_key: string }>(
    'SELECT seq, record_key FROM ledger_entry WHERE seq = ANY($1)',
    [seqs],
  );
  const keys = new Map(found.rows.map((row) => [row.seq, row.record_key]));
  for (const finding of finder.named) {
    if (finding.seq !== null) finding.recordKey = keys.get(finding.seq) ?? null;
  }
}
