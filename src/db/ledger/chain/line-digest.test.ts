import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { blockHash, chainStart } from './block-hash.ts';
import { lineDigest } from './line-digest.ts';

test('digests and hashes are what stored chains were made of', () => {
  const digest = (text: string) =>
    createHash('sha256').update(text.replace(/\s+/g, ' ')).digest('hex').slice(0, 12);
  // Whoever changes one of them makes every chain that was written before look altered: a column that is added
  // later needs a form of its own for the blocks from then on, told apart by the block.
  expect({
    line: digest(lineDigest('l')),
    block: digest(blockHash('p', 'b', 'n')),
    start: digest(chainStart('l', 's')),
  }).toEqual({ line: '4e78967a5c09', block: '94b7c2757d69', start: '26cc1f1c8b31' });
});
