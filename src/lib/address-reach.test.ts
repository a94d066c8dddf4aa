import { expect, test } from 'vitest';
import { addressReach } from './address-reach.ts';

test.each([
  ['8.8.8.8', 'public'],
  ['2606:4700::1111', 'public'],
  ['127.0.0.1', 'private'],
  ['127.9.9.9', 'private'],
  ['10.1.2.3', 'private'],
  ['172.31.255.255', 'private'],
  ['172.32.0.0', 'public'],
  ['192.168.1.1', 'private'],
  ['::1', 'private'],
  ['fd00::1', 'private'],
  ['::ffff:10.0.0.1', 'private'],
  ['::ffff:8.8.8.8', 'public'],
  ['64:ff9b::a00:1', 'private'],
  ['169.254.169.254', 'never'],
  ['::ffff:169.254.169.254', 'never'],
  ['fe80::1', 'never'],
  ['0.0.0.0', 'never'],
  ['::', 'never'],
  ['224.0.0.1', 'never'],
  ['::7f00:1', 'private'],
  ['fd00:ec2::254', 'never'],
  ['168.63.129.16', 'never'],
  ['100.100.100.200', 'never'],
  ['64:ff9b:1::a00:1', 'private'],
  ['2001:0:a00:1::', 'private'],
  ['::ffff:0:127.0.0.1', 'private'],
  ['fe80::1%eth0', 'never'],
  ['fd00::1%eth0', 'private'],
  ['8.8.8', 'never'],
])('%s is %s', (address, reach) => {
  expect(addressReach(address)).toBe(reach);
});
