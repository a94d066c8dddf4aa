import type { ClientBase } from 'pg';
import type { ChainKey } from './chain-key.ts';
import { lineDigest } from './line-digest.ts';
import { blockId, type LoosePiece, looseColumns, sealPieces, supersededDigest } from './seal-blocks.ts';

/** Who removes lines of the ledger, and why: the chain tells it from then on. */
export type RemovalNote = { by: string; reason: string };

/**
 * What chains are to tell of lines that are removed, as common table expressions that end in `piece`. Blocks of
 * which nothing is left are only named from then on; of others the digests of the lines that go are kept.
 *
 * @param gone a relation of whole lines of the ledger, read before they go
 * @param note parameter of the note
 */
export function removal(gone: string, note: string): string {
  return `${blockId}, touched AS MATERIALIZED (
  SELECT g.lane_id, g.block, count(*) AS lines FROM ${gone} g WHERE g.block IS NOT NULL GROUP BY 1, 2
), whole AS MATERIALIZED (
  SELECT b.lane_id, b.id, b.number FROM touched t JOIN ledger_block b ON b.lane_id = t.lane_id AND b.id = t.block
  WHERE t.lines = b.lines
    - (SELECT count(*) FROM ledger_superseded s WHERE s.lane_id = b.lane_id AND s.was_block = b.id)
), part AS MATERIALIZED (
  SELECT g.lane_id, g.seq, g.block AS was_block, ${lineDigest('g')} AS digest
  FROM ${gone} g LEFT JOIN whole w ON w.lane_id = g.lane_id AND w.id = g.block
  WHERE g.block IS NOT NULL AND w.id IS NULL
), kept AS (
  INSERT INTO ledger_superseded (lane_id, seq, was_block, block, digest)
  SELECT lane_id, seq, was_block, (SELECT id FROM block), digest FROM part
), piece AS MATERIALIZED (
  SELECT c.lane_id, (SELECT id FROM block) AS id, 'removed' AS kind, 0 AS lines, '{}'::int8multirange AS seqs,
    sha256('') AS digest, ''::bytea AS marks, NULL::int[] AS versions,
    coalesce((SELECT ${supersededDigest('p')} FROM part p WHERE p.lane_id = c.lane_id), '') AS superseded,
    ${note}::jsonb || jsonb_build_object('lines', c.lines, 'blocks',
      coalesce((SELECT range_agg(int8range(w.number, w.number, '[]')) FROM whole w WHERE w.lane_id = c.lane_id), '{}')::text)
      AS note
  FROM (SELECT lane_id, count(*)::int AS lines FROM ${gone} GROUP BY 1) c
  WHERE EXISTS (SELECT FROM ledger_chain h WHERE h.lane_id = c.lane_id)
)`;
}

/** A removal's piece as it travels to `sealRemoval`, as SQL. */
export const removalColumns = `${looseColumns} || jsonb_build_object('note', note)`;

/**
 * Links what was removed to the chains, at the end of the removal's transaction, and forgets what only blocks
 * need of which nothing is left.
 */
export async function sealRemoval(
  client: Pick<ClientBase, 'query'>,
  chainKey: ChainKey,
  pieces: readonly LoosePiece[],
): Promise<void> {
  if (pieces.length === 0) return;
  await sealPieces(client, chainKey, pieces);
  await client.query({
    name: 'ledger-forget-superseded',
    text: forget,
    values: [pieces.map((piece) => piece.lane_id)],
  });
}

// A removal is itself named as one of nothing left once every block is that it took single lines from.
const forget = `
WITH gone AS MATERIALIZED (
  SELECT lane_id, range_agg((note ->> 'blocks')::int8multirange) AS numbers
  FROM ledger_block WHERE kind = 'removed' AND lane_id = ANY($1) GROUP BY lane_id
), left_over AS MATERIALIZED (
  SELECT s.lane_id, s.block FROM ledger_superseded s
  JOIN ledger_block h ON h.lane_id = s.lane_id AND h.id = s.block
  JOIN gone g ON g.lane_id = s.lane_id
  LEFT JOIN ledger_block w ON w.lane_id = s.lane_id AND w.id = s.was_block
  WHERE h.kind = 'removed' OR h.number <@ g.numbers
  GROUP BY s.lane_id, s.block HAVING bool_and(s.was_block IS NULL OR coalesce(w.number <@ g.numbers, true))
)
DELETE FROM ledger_superseded s USING left_over l WHERE s.lane_id = l.lane_id AND s.block = l.block`;
