import type { Side } from '#core/change/change-event.ts';
import type { Row } from '#core/values/value.ts';
import { rowsByRecord } from '../plan/record-identity.ts';
import type { LaneContext } from './lane-routes.ts';
import type { OpenRecord } from './open-records.ts';

/** The current rows of a record, in each side's field names; null where it is absent. */
export type BothRows = { left: Row | null; right: Row | null };

/** Reads the mapped fields of these records on both sides. */
export async function readBothSides(
  context: LaneContext,
  records: OpenRecord[],
): Promise<Map<OpenRecord, BothRows>> {
  const rowsOf = await readByKeys(context, {
    left: records.map((open) => open.record.leftKey),
    right: records.map((open) => open.record.rightKey),
  });
  return new Map(records.map((open) => [open, rowsOf(open.record.recordKey)]));
}

/** Reads the rows under these keys of each side. @returns what both sides hold of a record, by its name */
export async function readByKeys(
  context: LaneContext,
  keys: Record<Side, Row[]>,
): Promise<(recordKey: string) => BothRows> {
  const [left, right] = await Promise.all([
    readSide(context, 'left', keys.left),
    readSide(context, 'right', keys.right),
  ]);
  return (recordKey) => ({ left: left.get(recordKey) ?? null, right: right.get(recordKey) ?? null });
}

async function readSide({ runtime }: LaneContext, side: Side, keys: Row[]): Promise<Map<string, Row>> {
  const { lane, sessions } = runtime;
  const rows = await sessions[side].source.read({
    stream: lane[side].stream,
    fields: lane[side].fields,
    key: lane[side].key,
    as: lane[side].as,
    keys,
  });
  return rowsByRecord(lane, side, rows);
}
