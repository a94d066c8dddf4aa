import { BlockList, isIP, isIPv4 } from 'node:net';

/**
 * How far an address reaches. `never`: what is no place to send to (unspecified, link-local, multicast, reserved, and
 * the metadata services of clouds wherever they are); `private`: this machine or its own network; `public`: everything else.
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
  // Metadata services that are not link-local: AWS and Google by IPv6, Azure, Alibaba, Oracle.
  ['fd00:ec2::', 32],
  ['fd20:ce::254', 128],
  ['168.63.129.16', 32],
  ['100.100.100.200', 32],
  ['192.0.0.192', 32],
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
  ['::', 96],
  ['64:ff9b:1::', 48],
  ['::ffff:0:0:0', 96],
  ['2002::', 16],
  ['2001::', 32],
  ['fec0::', 10],
]);

function listOf(ranges: [string, number][]): BlockList {
  const list = new BlockList();
  for (const [net, prefix] of ranges) list.addSubnet(net, prefix, isIPv4(net) ? 'ipv4' : 'ipv6');
  return list;
}

/** @param address an IP address; IPv4 within IPv6 counts as IPv4 */
export function addressReach(address: string): AddressReach {
  if (isIP(address) === 0) return 'never';
  const family = isIPv4(address) ? 'ipv4' : 'ipv6';
  if (never.check(address, family)) return 'never';
  return own.check(address, family) ? 'private' : 'public';
}
