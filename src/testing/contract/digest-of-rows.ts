import { createHash } from 'node:crypto';
import { digestRowText } from '#core/values/digest-form.ts';
import type { Value } from '#core/values/value.ts';

/**
 * What `RangeDigests` says that the digest of rows is, in a few lines of its own: the sum of each row's
 * MD5, of which the first 8 bytes count, as a signed number.
 *
 * @param rows per row the digest texts of its values, in the order of the fields
 */
export function digestOfRows(rows: Value[][]): string {
  const sum = rows.reduce((total, texts) => {
    const md5 = createHash('md5').update(digestRowText(texts)).digest('hex');
    return total + BigInt.asIntN(64, BigInt(`0x${md5.slice(0, 16)}`));
  }, 0n);
  return String(sum);
}
