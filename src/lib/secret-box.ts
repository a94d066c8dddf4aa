import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const version = 'v1';
const ivBytes = 12;
const tagBytes = 16;

/**
 * Encrypts with AES-256-GCM.
 *
 * @param key 32 bytes
 * @param context what the text belongs to, e.g. its owner's id: the same must be given to open it
 * @returns `v1.<iv>.<tag>.<data>`, each in base64
 */
export function seal(key: Buffer, plaintext: string, context: string): string {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(context, 'utf8'));
  const data = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
  return [version, ...[iv, cipher.getAuthTag(), data].map((part) => part.toString('base64'))].join('.');
}

/**
 * Decrypts what `seal` made with the same key and context. Throws when the key or the context is
 * another one, or the text was changed.
 */
export function open(key: Buffer, sealed: string, context: string): string {
  const [mark, iv, tag, data] = sealed.split('.');
  if (mark !== version || iv === undefined || tag === undefined || data === undefined) {
    throw new Error('This is not a sealed text.');
  }
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64'), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(Buffer.from(context, 'utf8'));
  decipher.setAuthTag(Buffer.from(tag, 'base64'));
  return Buffer.concat([decipher.update(Buffer.from(data, 'base64')), decipher.final()]).toString('utf8');
}
