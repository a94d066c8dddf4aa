import { parseRecordKey } from '#core/ledger/record-key.ts';
import { isSealedKey } from '#core/masking/sealed-key.ts';

/** A record's key for people: its values with commas between; a masked one as it is, since it is asked for by it. */
export function showRecordKey(key: string): string {
  if (isSealedKey(key)) return key;
  return parseRecordKey(key)
    .map((part) => part ?? '∅')
    .join(', ');
}
