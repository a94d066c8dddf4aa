/** What a digest of a value looks like: 128 bits, never a value itself. */
const pattern = /^hmac:[A-Za-z0-9_-]{22}$/;

/** @param bits base64url of at least 128 bits */
export function digestText(bits: string): string {
  return `hmac:${bits.slice(0, 22)}`;
}

export function isDigestText(text: string): boolean {
  return pattern.test(text);
}
