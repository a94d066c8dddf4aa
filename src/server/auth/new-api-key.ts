import { createHash, randomBytes } from 'node:crypto';

/** A new API key in clear, with what is kept of it. */
export function newApiKey(): { key: string; hash: string; prefix: string } {
  const key = `sk_${randomBytes(32).toString('base64url')}`;
  return { key, hash: hashToken(key), prefix: key.slice(0, 9) };
}

/** SHA-256 in hex. Enough for tokens of 256 random bits; never for passwords. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
