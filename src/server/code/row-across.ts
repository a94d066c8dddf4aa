import { otherSide, type Side } from '#core/change/change-event.ts';
import { laneConversion } from '#core/flow/check-transform.ts';
import { writesTo } from '#core/flow/direction.ts';
import type { Lane } from '#core/flow/lane.ts';
import { joinedColumns, withJoined, withoutJoined } from '#core/transform/joined-columns.ts';
import { Misfit } from '#core/values/misfit.ts';
import type { Row } from '#core/values/value.ts';

/**
 * What a lane's mapping makes of a row of the other side, in the fields that the mapping sees on this one.
 * Values that it does not carry there, that are translated by links, or that do not fit are left out.
 */
export function rowAcross(lane: Lane, to: Side, given: Row): Row {
  const from = otherSide(to);
  const row = withJoined(given, joinedColumns(lane, from));
  const across: Row = {};
  for (const pair of lane.fields) {
    if (pair.through || !(pair.key || writesTo(pair.direction, to))) continue;
    const value = row[pair[from]];
    if (value === undefined && !pair.parts) continue;
    try {
      across[pair[to]] = laneConversion(lane, pair)[to]?.(value ?? null) ?? null;
    } catch (error) {
      if (!(error instanceof Misfit)) throw error;
    }
  }
  return withoutJoined(across, joinedColumns(lane, to));
}
