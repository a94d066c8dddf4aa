/** Stands before the sealed form of a record's key, which names the record and tells nothing of its values. */
export const sealedMark = 'masked:';

export function isSealedKey(recordKey: string): boolean {
  return recordKey.startsWith(sealedMark);
}

/** A sealed key for people: enough of it to tell records apart. */
export function sealedKeyText(recordKey: string): string {
  return `masked ${recordKey.slice(sealedMark.length, sealedMark.length + 8)}`;
}
