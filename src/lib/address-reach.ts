import { BlockList, isIPv4 } from 'node:net';

/**
 * How far an address reaches. `never`: what is no place to send to (unspecified, link-local with its metadata
 * services, multicast, reserved); `private`: this machine or its own network; `public`: everything else.
 */
export type AddressReach = 'never' | 'private' | 'public';

const never = listOf([
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 128],
  ['fe80::', 10],
  ['ff00::', 8],
]);

const own = listOf([
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['192.0.0.0', 24],
  ['198.18.0.0', 15],
  ['::1', 128],
  ['fc00::', 7],
  // Addresses of IPv4 in other clothes: where they lead is not for the name to decide.
  ['64:ff9b::', 96],
  ['2002::', 16],
]);

function listOf(ranges: [string, number][]): BlockList {
  const list = new BlockList();
  for (const [net, prefix] of ranges) list.addSubnet(net, prefix, isIPv4(net) ? 'ipv4' : 'ipv6');
  return list;
}

/** @param address an IP address; IPv4 within IPv6 counts as IPv4 */
export function addressReach(address: string): AddressReach {
  const family = isIPv4(address) ? 'ipv4' : 'ipv6';
  if (never.check(address, family)) return 'never';
  return own.check(address, family) ? 'private' : 'public';
}
