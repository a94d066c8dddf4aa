import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { SyncError } from '#core/errors/sync-error.ts';
import { addressReach } from '#lib/address-reach.ts';

/** Which addresses alerts may be sent to. */
export type Reachable = { privateHosts: boolean };

export type FoundAddress = { address: string; family: number };

/**
 * The addresses that a host has now, if alerts may be sent to all of them; at least one. Whoever connects must use
 * these and not ask again: a name may lead somewhere else the next time. Throws `CHANNEL_FORBIDDEN`, or what the
 * resolver says.
 * @param host a name or an address, IPv6 with or without brackets
 */
export async function guardedLookup(host: string, { privateHosts }: Reachable): Promise<FoundAddress[]> {
  const bare = host.replace(/^\[|\]$/g, '');
  const family = isIP(bare);
  const found = family === 0 ? await lookup(bare, { all: true }) : [{ address: bare, family }];
  for (const candidate of found) {
    const reach = addressReach(candidate.address);
    if (reach === 'never' || (reach === 'private' && !privateHosts)) {
      throw new SyncError('CHANNEL_FORBIDDEN', `Alerts may not be sent to ${bare} (${candidate.address}).`);
    }
  }
  if (found.length === 0) throw new SyncError('CHANNEL_FAILED', `The name ${bare} has no address.`);
  return found;
}

/** For a socket: answers with the addresses that were looked at, whatever the name says by now. */
export function pinnedTo(found: readonly FoundAddress[]): LookupFunction {
  return (_host, options, done) => {
    const [first] = found;
    if (options.all) done(null, [...found]);
    else done(null, first?.address ?? '', first?.family);
  };
}
