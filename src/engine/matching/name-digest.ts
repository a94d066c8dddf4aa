import { createHash } from 'node:crypto';

/** 128 bits of a name under which records find each other, as 32 hexadecimal digits. */
export function nameDigest(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 32);
}
