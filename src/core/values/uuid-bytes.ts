import { Misfit } from './misfit.ts';
import { readText } from './read-text.ts';

/** A UUID as its 16 bytes, in the order of its digits. */
export function uuidToBytes(text: string): string {
  return `\\x${text.replaceAll('-', '')}`;
}

const readUuid = readText({ kind: 'uuid' });

/** 16 bytes as a UUID, in the order of its digits. Throws Misfit. */
export function bytesToUuid(text: string): string {
  if (text.length !== 34) throw new Misfit(`it has ${(text.length - 2) / 2} bytes, and a UUID has 16`);
  return readUuid(text.slice(2));
}
