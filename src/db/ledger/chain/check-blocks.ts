import type { ClientBase } from 'pg';
import type { AuditRemoval } from '#core/ledger/audit-report.ts';
import { blockHash, chainStart } from './block-hash.ts';
import type { ChainKey } from './chain-key.ts';
import type { Finder } from './finder.ts';

const FETCH = 5000;

type ChainRow = { lane_id: string; number: string; hash: Buffer; begins_after: string };

type BlockRow = {
  lane_id: string;
  number: string;
  kind: string;
  at: number;
  lines: number;
  hash: Buffer;
  nonce: Buffer;
  seal: Buffer;
  note: { by?: string; reason?: string; lines?: number } | null;
  /** The hash follows from the block before and what the block says. */
  linked: boolean;
};

/** What the walk along one lane's chain saw. */
export type WalkedChain = { blocks: number; removals: AuditRemoval[]; hashes: Map<number, string> };

/**
 * Walks along the chains of these lanes, block by block: every block must follow from the one before it, be sealed
 * by this installation, and the last must be where the chain is said to stand.
 *
 * @param wanted numbers of blocks whose hashes are to be kept, by lane
 */
export async function checkBlocks(
  client: ClientBase,
  {
    chains,
    chainKey,
    wanted,
  }: { chains: readonly ChainRow[]; chainKey: ChainKey; wanted: Map<string, number> },
  finder: Finder,
): Promise<Map<string, WalkedChain>> {
  const walked = new Map<string, WalkedChain>();
  for (const chain of chains) {
    const state: WalkedChain = { blocks: 0, removals: [], hashes: new Map() };
    walked.set(chain.lane_id, state);
    let last = 0;
    let lastHash: Buffer | null = null;
    for await (const block of blocksOf(client, chain)) {
      const number = Number(block.number);
      for (let missing = last + 1; missing < number; missing += 1) {
        finder.add({
          laneId: chain.lane_id,
          fault: 'block-removed',
          block: missing,
          detail: 'The block is gone.',
        });
      }
      const at = { laneId: chain.lane_id, block: number, at: block.at };
      if (!block.linked && number === last + 1) {
        finder.add({ ...at, fault: 'block-changed', detail: 'The block is not what its hash was made of.' });
      } else if (!chainKey.isSeal(block.seal, block)) {
        finder.add({
          ...at,
          fault: 'block-forged',
          detail: 'The block was not sealed by this installation.',
        });
      }
      if (block.kind === 'removed' && block.note) {
        const { by = '', reason = '', lines = 0 } = block.note;
        state.removals.push({ at: block.at, by, reason, lines });
      }
      if (wanted.get(chain.lane_id) === number) state.hashes.set(number, block.hash.toString('hex'));
      state.blocks += 1;
      last = number;
      lastHash = block.hash;
    }
    const stands = Number(chain.number);
    if (stands !== last || (lastHash && !chain.hash.equals(lastHash))) {
      const detail = `The chain is said to stand at block ${stands}, and its last one is ${last}.`;
      finder.add({ laneId: chain.lane_id, fault: 'chain-cut', block: last, detail });
    }
  }
  return walked;
}

async function* blocksOf(client: ClientBase, chain: ChainRow): AsyncGenerator<BlockRow> {
  await client.query(
    `DECLARE audit_block NO SCROLL CURSOR FOR
     SELECT lane_id, number, kind, (extract(epoch FROM at) * 1000000)::float8 AS at, lines, hash, nonce, seal, note,
       hash = ${blockHash(
         `coalesce(lag(hash) OVER (ORDER BY number), ${chainStart('b.lane_id', quoted(chain.begins_after))})`,
         'b',
         'b.number',
       )} AS linked
     FROM ledger_block b WHERE lane_id = ${client.escapeLiteral(chain.lane_id)} ORDER BY number`,
  );
  try {
    for (;;) {
      const { rows } = await client.query<BlockRow>(`FETCH ${FETCH} FROM audit_block`);
      yield* rows;
      if (rows.length < FETCH) return;
    }
  } finally {
    await client.query('CLOSE audit_block');
  }
}

/** A number as it stands in a query. */
function quoted(number: string): string {
  return `${BigInt(number)}::bigint`;
}
