import { createHash, timingSafeEqual } from 'node:crypto';
import { addressReach } from '#lib/address-reach.ts';

/** Who may read metrics: who has the token; without one, only this machine. */
export type MetricsAccess = {
  token: string | null;
  /** Whether a request's addresses can be believed: a header that tells them may say what its sender likes. */
  addressesKnown: boolean;
};

/**
 * May the request be answered?
 * @param authorization the request's header
 * @param addresses of everything that the request came through, as far as it is known
 */
export function mayReadMetrics(
  { token, addressesKnown }: MetricsAccess,
  authorization: string | null,
  addresses: readonly string[],
): boolean {
  if (token !== null) return isSame(authorization ?? '', `Bearer ${token}`);
  return addressesKnown && addresses.length > 0 && addresses.every(isOwnMachine);
}

function isOwnMachine(address: string): boolean {
  const bare = address.replace(/^::ffff:/, '');
  return bare === '::1' || (bare.startsWith('127.') && addressReach(bare) === 'private');
}

/** Tells nothing by how long it takes. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
