import { gtidIntervals } from './mysql-gtid-state.ts';

const DUMP_GTID = 0x1e;
const DO_NOT_WAIT = 1;
const THROUGH_GTIDS = 4;

/** COM_BINLOG_DUMP_GTID: everything of the log that is not in the set. No file; from its first place, 4. */
export function dumpRequestByGtids(serverId: number, gtids: string, wait: boolean): Buffer {
  const set = encodeGtids(gtids);
  const body = Buffer.alloc(23);
  body[0] = DUMP_GTID;
  body.writeUInt16LE(wait ? THROUGH_GTIDS : THROUGH_GTIDS | DO_NOT_WAIT, 1);
  body.writeUInt32LE(serverId, 3);
  body.writeUInt32LE(0, 7);
  body.writeBigUInt64LE(4n, 11);
  body.writeUInt32LE(set.length, 19);
  return Buffer.concat([body, set]);
}

/**
 * MySQL's encoding of a set: how many sources, then for each its UUID, how many intervals, and those, the end left
 * out. With tags (8.3) the first number says so in its highest and lowest byte, and each UUID is followed by its tag.
 */
export function encodeGtids(gtids: string): Buffer {
  const sources = new Map<string, [number, number][]>();
  for (const [source, first, last] of gtidIntervals(gtids)) {
    sources.set(source, [...(sources.get(source) ?? []), [first, last]]);
  }
  const tagged = [...sources.keys()].some((source) => source.includes(':'));
  const count = BigInt(sources.size);
  const parts = [eightBytes(tagged ? (1n << 56n) | (count << 8n) | 1n : count)];
  for (const [source, intervals] of sources) {
    const [uuid = '', tag = ''] = source.split(':');
    parts.push(Buffer.from(uuid.replaceAll('-', ''), 'hex'));
    // The length of a tag, at most 32, as a number of variable size: one byte with a zero at its low end.
    if (tagged) parts.push(Buffer.from([tag.length << 1]), Buffer.from(tag));
    parts.push(eightBytes(BigInt(intervals.length)));
    for (const [first, last] of intervals)
      parts.push(eightBytes(BigInt(first)), eightBytes(BigInt(last + 1)));
  }
  return Buffer.concat(parts);
}

function eightBytes(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes;
}
