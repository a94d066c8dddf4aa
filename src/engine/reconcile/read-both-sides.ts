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
  const [left, right] = await Promise.all([
    readSide(context, 'left', records),
    readSide(context, 'right', records),
  ]);
  return new Map(
    records.map((open) => {
      const { recordKey } = open.record;
      return [open, { left: left.get(recordKey) ?? null, right: right.get(recordKey) ?? null }];
    }),
  );
}

async function readSide(
  { runtime }: LaneContext,
  side: Side,
  records: OpenRecord[],
): Promise<Map<string, Row>> {
  const { lane, sessions } = runtime;
  const rows = await sessions[side].source.read({
    stream: lane[side].stream,
    fields: lane[side].fields,
    key: lane[side].key,
    as: lane[side].as,
    keys: records.map((open) => (side === 'left' ? open.record.leftKey : open.record.rightKey)),
  });
  return rowsByRecord(lane, side, rows);
}
