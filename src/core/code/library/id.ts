/**
 * Ids that are made out of what is known. None is random: a record that is tried again, replayed or
 * verified must get the id that it got before.
 */
import { hexOf, sha1Bytes, sha256Bytes, utf8 } from './digests.ts';

/** Namespaces of RFC 9562 for `uuid5`. */
export const namespaces = {
  dns: '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
  url: '6ba7b811-9dad-11d1-80b4-00c04fd430c8',
  oid: '6ba7b812-9dad-11d1-80b4-00c04fd430c8',
} as const;

/**
 * The UUID (version 5) of a name: the same name always has the same one.
 * @param namespace a UUID of your own for each kind of thing, so that two kinds never share an id.
 * @example id.uuid5('www.example.com', id.namespaces.dns) // '2ed6657d-e927-568b-95e1-2665a8aea6a2'
 */
export function uuid5(name: string, namespace: string): string {
  const hex = namespace.replaceAll('-', '').toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(hex)) throw new RangeError(`The namespace "${namespace}" is no UUID.`);
  const prefix = (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  const bytes = sha1Bytes(Uint8Array.from([...prefix, ...utf8(name)])).slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return hexOf(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** Without 0, O, I and l, which people mistake for one another. */
const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/**
 * A short id out of these parts, in order; null and the empty text are different parts. With 12
 * characters (70 bits) two of a hundred million records get the same one in fewer than one of 200,000 cases.
 * @param length from 4 to 40 characters.
 * @example id.short(['crm', record.id])
 */
export function short(parts: readonly (string | bigint | number | null)[], length = 12): string {
  if (!Number.isInteger(length) || length < 4 || length > 40)
    throw new RangeError('A short id has from 4 to 40 characters.');
  const told = parts.map((part) => (part === null ? null : String(part)));
  let rest = BigInt(`0x${hexOf(sha256Bytes(utf8(JSON.stringify(told))))}`);
  let made = '';
  while (made.length < length) {
    made += alphabet[Number(rest % 58n)];
    rest /= 58n;
  }
  return made;
}

/**
 * Is it a UUID, in whatever case?
 * @example id.isUuid('6ba7b810-9dad-11d1-80b4-00c04fd430c8') // true
 */
export function isUuid(value: string | null | undefined): boolean {
  return typeof value === 'string' && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
}
