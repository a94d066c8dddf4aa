import { otherSide, type Side } from '#core/change/change-event.ts';
import type { ConnectorSession } from '#core/ports/connector.ts';
import type { Row } from '#core/values/value.ts';
import type { CompiledLane } from './compiled-lane.ts';
import { rowsByRecord, tryIdentify } from './record-identity.ts';

/** A row of one side with its record's identity, and the row of that record on both sides. */
export type LookedUp = {
  identity: ReturnType<typeof tryIdentify>;
  rows: { left: Row | null; right: Row | null };
};

/** Looks the records of these rows of `side` up on the other side. */
export async function lookUpOtherSide(
  lane: CompiledLane,
  sessions: Record<Side, ConnectorSession>,
  side: Side,
  rows: Row[],
): Promise<LookedUp[]> {
  const other = otherSide(side);
  const identities = rows.map((row) => ({ row, identity: tryIdentify(lane, side, row) }));
  const found = await sessions[other].source.read({
    stream: lane[other].stream,
    fields: lane[other].fields,
    key: lane[other].key,
    as: lane[other].as,
    keys: identities.flatMap(({ identity }) => ('unnamed' in identity ? [] : [identity[other]])),
  });
  const byKey = rowsByRecord(lane, other, found);
  return identities.map(({ row, identity }) => {
    const otherRow = 'unnamed' in identity ? null : (byKey.get(identity.recordKey) ?? null);
    return {
      identity,
      rows: side === 'left' ? { left: row, right: otherRow } : { left: otherRow, right: row },
    };
  });
}
