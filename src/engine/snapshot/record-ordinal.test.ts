import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recordOrdinal } from './record-ordinal.ts';

/** The hash as it is defined. */
function lower52(text: string): number {
  let hash = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return Number(hash & 0xfffffffffffffn);
}

test("[E20] the place of a record within an action is the lower part of its key's FNV-1a hash", () => {
  expect(recordOrdinal('')).toBe(0x29ce484222325);
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => recordOrdinal(text) === lower52(text)));
});
