import { parseRecordKey } from '#core/ledger/record-key.ts';

/** A record's key for people: its values with commas between. */
export function showRecordKey(key: string): string {
  return parseRecordKey(key)
    .map((part) => part ?? '∅')
    .join(', ');
}
