import { parseRecordKey, recordKey } from '#core/ledger/record-key.ts';
import { isSealedKey } from '#core/masking/sealed-key.ts';

/** A record's key as the ledger has it, from how people write it: `42`, or `["42","de"]` for several parts. */
export function toRecordKey(text: string): string {
  if (isSealedKey(text.trim())) return text.trim();
  return text.trim().startsWith('[') ? recordKey(parseRecordKey(text)) : recordKey([text]);
}
