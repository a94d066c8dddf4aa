import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

/** What seals one statement's blocks: the key serves for them alone, and follows from the nonce. */
export type BlockKey = { nonce: Buffer; key: Buffer };

/**
 * Seals of blocks, made with a secret that the store does not hold: whoever can write to the store alone can
 * make no block that passes for one of ours.
 */
export class ChainKey {
  readonly #secret: Buffer;

  /** @param installationSecret 32 bytes */
  constructor(installationSecret: Buffer) {
    this.#secret = Buffer.from(hkdfSync('sha256', installationSecret, '', 'syncline ledger chain', 32));
  }

  next(): BlockKey {
    const nonce = randomBytes(16);
    return { nonce, key: this.#keyOf(nonce) };
  }

  /** Whether the seal is that of a block with this hash. */
  isSeal(seal: Buffer, block: { nonce: Buffer; hash: Buffer }): boolean {
    const expected = createHash('sha256').update(this.#keyOf(block.nonce)).update(block.hash).digest();
    return seal.length === expected.length && timingSafeEqual(seal, expected);
  }

  #keyOf(nonce: Buffer): Buffer {
    return createHmac('sha256', this.#secret).update(nonce).digest();
  }
}
