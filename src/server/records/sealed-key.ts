import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { SyncError } from '#core/errors/sync-error.ts';
import { isSealedKey, sealedMark } from '#core/masking/sealed-key.ts';

/** Keys are filled up to a multiple of so many bytes, so that their form does not tell their length. */
const BLOCK = 48;
const IV = 16;

/**
 * A record's key in a form that names the record and tells nothing of its values: the same key always has the
 * same form. The initial vector is a keyed digest of the text, as in SIV (RFC 5297), and proves it when opened.
 *
 * @param secret 32 bytes of the installation
 */
export function sealKey(secret: Buffer, workspaceId: string, key: string): string {
  const text = Buffer.from(key, 'utf8');
  const padded = Buffer.alloc(Math.ceil((text.length + 4) / BLOCK) * BLOCK);
  padded.writeUInt32BE(text.length);
  text.copy(padded, 4);
  const { digestKey, cipherKey } = keysOf(secret, workspaceId);
  const iv = digestOf(digestKey, padded);
  const cipher = createCipheriv('aes-256-ctr', cipherKey, iv);
  return `${sealedMark}${Buffer.concat([iv, cipher.update(padded), cipher.final()]).toString('base64url')}`;
}

/** What `sealKey` was given. Throws `INPUT_INVALID` for anything else. */
export function openKey(secret: Buffer, workspaceId: string, sealed: string): string {
  const bytes = Buffer.from(sealed.slice(sealedMark.length), 'base64url');
  const { digestKey, cipherKey } = keysOf(secret, workspaceId);
  if (!isSealedKey(sealed) || bytes.length < IV + BLOCK) throw notSealed();
  const iv = bytes.subarray(0, IV);
  const decipher = createDecipheriv('aes-256-ctr', cipherKey, iv);
  const padded = Buffer.concat([decipher.update(bytes.subarray(IV)), decipher.final()]);
  if (!timingSafeEqual(iv, digestOf(digestKey, padded))) throw notSealed();
  return padded.subarray(4, 4 + padded.readUInt32BE()).toString('utf8');
}

function keysOf(secret: Buffer, workspaceId: string): { digestKey: Buffer; cipherKey: Buffer } {
  const bytes = Buffer.from(hkdfSync('sha256', secret, workspaceId, 'syncline record keys', 64));
  return { digestKey: bytes.subarray(0, 32), cipherKey: bytes.subarray(32) };
}

function digestOf(key: Buffer, bytes: Buffer): Buffer {
  return createHmac('sha256', key).update(bytes).digest().subarray(0, IV);
}

function notSealed(): SyncError {
  return new SyncError('INPUT_INVALID', 'This is not the masked form of a record key of this workspace.');
}
