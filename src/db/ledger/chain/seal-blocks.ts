import type { ClientBase } from 'pg';
import { blockHash } from './block-hash.ts';
import type { ChainKey } from './chain-key.ts';
import { lineDigest } from './line-digest.ts';

/** A block that is still to be linked to its lane's chain; digests in hexadecimal digits. */
export type LoosePiece = {
  lane_id: string;
  id: string;
  kind: 'written' | 'again' | 'settled' | 'removed';
  lines: number;
  seqs: string;
  digest: string;
  marks: string;
  superseded: string;
  versions: number[] | null;
  note?: object | null;
};

/** The number that a statement's lines name as their block, as a common table expression. */
export const blockId = `block AS MATERIALIZED (SELECT nextval('ledger_block_id') AS id)`;

/** What a statement returns of the lines that it wrote, for `pieces`. */
export const writtenColumns = (line: string) =>
  `${line}.lane_id, ${line}.seq, CASE WHEN ${line}.compact THEN ${line}.version END AS shape, ${lineDigest(line)} AS digest`;

/**
 * The blocks of what a statement wrote, one per lane, as a query.
 *
 * @param written a relation with `writtenColumns`
 * @param superseded a relation of `lane_id`, `seq`, `was_block`, `digest`: what stood there before
 */
export function pieces(written: string, kind: LoosePiece['kind'], superseded?: string): string {
  const old = superseded
    ? `coalesce((SELECT ${supersededDigest('o')} FROM ${superseded} o WHERE o.lane_id = w.lane_id), '')`
    : `''::bytea`;
  return `SELECT w.lane_id, (SELECT id FROM block) AS id, '${kind}' AS kind, count(*)::int AS lines,
    range_agg(int8range(w.seq, w.seq, '[]')) AS seqs, sha256(string_agg(w.digest, '' ORDER BY w.seq)) AS digest,
    string_agg(substring(w.digest FROM 1 FOR 4), '' ORDER BY w.seq) AS marks, ${old} AS superseded,
    array_agg(DISTINCT w.shape) FILTER (WHERE w.shape IS NOT NULL) AS versions, NULL::jsonb AS note
  FROM ${written} w GROUP BY w.lane_id`;
}

/** Over what lines were before, as SQL. @param old alias of rows of `ledger_superseded` */
export function supersededDigest(old: string): string {
  return `sha256(string_agg(int8send(${old}.seq) || int8send(coalesce(${old}.was_block, 0)) || ${old}.digest, '' ORDER BY ${old}.seq))`;
}

/** A piece as it travels to `sealPieces`, as SQL. */
export const looseColumns = `jsonb_build_object('lane_id', lane_id, 'id', id::text, 'kind', kind, 'lines', lines,
  'seqs', seqs::text, 'digest', encode(digest, 'hex'), 'marks', encode(marks, 'hex'),
  'superseded', encode(superseded, 'hex'), 'versions', versions)`;

/**
 * Links pieces to their chains, as common table expressions. The lane's chain is held from here to the end of
 * the transaction, so this comes last in it.
 *
 * @param nonce parameter of the block key's nonce
 * @param key parameter of the key
 */
export function linking(piece: string, nonce: string, key: string): string {
  return `whole AS MATERIALIZED (
  SELECT p.*, now() AS at, ${nonce}::bytea AS nonce,
    (SELECT jsonb_object_agg(s.version, encode(sha256(convert_to(s.pairs::text, 'UTF8')), 'hex'))
     FROM ledger_shape s WHERE s.lane_id = p.lane_id AND s.version = ANY(p.versions)) AS shapes
  FROM ${piece} p
), head AS (
  UPDATE ledger_chain c SET number = c.number + 1, hash = ${blockHash('c.hash', 'b', 'c.number + 1')}
  FROM whole b WHERE c.lane_id = b.lane_id RETURNING c.lane_id, c.number, c.hash
), sealed AS (
  INSERT INTO ledger_block (lane_id, number, id, kind, at, lines, seqs, digest, marks, superseded, shapes, note, nonce, hash, seal)
  SELECT b.lane_id, h.number, b.id, b.kind, b.at, b.lines, b.seqs, b.digest, b.marks, b.superseded, b.shapes, b.note,
    b.nonce, h.hash, sha256(${key}::bytea || h.hash)
  FROM whole b JOIN head h USING (lane_id) RETURNING 1
)`;
}

const seal = `
WITH piece AS MATERIALIZED (
  SELECT lane_id, id::bigint AS id, kind, lines, seqs::int8multirange AS seqs, decode(digest, 'hex') AS digest,
    decode(marks, 'hex') AS marks, decode(superseded, 'hex') AS superseded, versions, note
  FROM jsonb_to_recordset($3::jsonb) AS p(lane_id text, id text, kind text, lines int, seqs text, digest text,
    marks text, superseded text, versions int[], note jsonb)
), ${linking('piece', '$1', '$2')}
SELECT count(*)::int AS blocks FROM sealed`;

/**
 * Links what a transaction wrote to the chains of its lanes: its last statement, in the order in which it was
 * written.
 */
export async function sealPieces(
  client: Pick<ClientBase, 'query'>,
  chainKey: ChainKey,
  loose: readonly LoosePiece[],
): Promise<void> {
  for (const batch of oneOfEachLane(loose)) {
    const { nonce, key } = chainKey.next();
    await client.query({ name: 'ledger-seal', text: seal, values: [nonce, key, JSON.stringify(batch)] });
  }
}

/** A statement moves a lane's chain on by one block. Lanes in one order, so that transactions do not deadlock. */
function oneOfEachLane(loose: readonly LoosePiece[]): LoosePiece[][] {
  const batches: LoosePiece[][] = [];
  const count = new Map<string, number>();
  for (const piece of loose) {
    const place = count.get(piece.lane_id) ?? 0;
    count.set(piece.lane_id, place + 1);
    batches[place] = [...(batches[place] ?? []), piece];
  }
  return batches.map((batch) => batch.toSorted((a, b) => (a.lane_id < b.lane_id ? -1 : 1)));
}
