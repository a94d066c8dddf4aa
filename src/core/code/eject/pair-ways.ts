import { otherSide, type Side } from '../../change/change-event.ts';
import { SyncError } from '../../errors/sync-error.ts';
import { laneConversion } from '../../flow/check-transform.ts';
import { writesTo } from '../../flow/direction.ts';
import type { Lane, LaneField } from '../../flow/lane.ts';
import { joinedColumns, withJoined, withoutJoined } from '../../transform/joined-columns.ts';
import { fieldsNamed } from '../../transform/joined-fields.ts';
import { compileCast } from '../../values/cast.ts';
import { Misfit } from '../../values/misfit.ts';
import type { Row, Value } from '../../values/value.ts';

/** What pairs of a lane make of a side's record for the other side, in the systems' own fields; null where one of them refuses it. */
export type PairWays = (row: Row) => Row | null;

/**
 * The way of some of a lane's pairs to a side, those that go there: casts and steps, no links.
 * Key pairs go both ways, as the engine has them.
 */
export function pairWays(lane: Lane, fields: readonly LaneField[], to: Side): PairWays {
  const from = otherSide(to);
  const going = fields.filter((field) => !field.through && writesTo(field.direction, to));
  const only = { ...lane, fields: going };
  const [source, target] = [joinedColumns(only, from), joinedColumns(only, to)];
  const ways = going.map((field) => ({ field, convert: wayOf(lane, field, to) }));
  return (row) => {
    const given = withJoined(row, source);
    try {
      const made = ways.map(
        ({ field, convert }) => [field[to], convert(given[field[from]] ?? null)] as const,
      );
      return withoutJoined(Object.fromEntries(made), target);
    } catch (error) {
      if (error instanceof Misfit || (error instanceof SyncError && error.code === 'CAST_FAILED'))
        return null;
      throw error;
    }
  };
}

function wayOf(lane: Lane, field: LaneField, to: Side): (value: Value) => Value {
  if (field.parts || field.transform) {
    const convert = laneConversion(lane, field)[to];
    if (convert) return convert;
    throw new TypeError(`${field.left} and ${field.right} do not go to the ${to}`);
  }
  const from = otherSide(to);
  const [source] = fieldsNamed(lane[from].stream, [field[from]]);
  const [target] = fieldsNamed(lane[to].stream, [field[to]]);
  if (!source || !target) throw new TypeError(`${field.left} and ${field.right} are no fields`);
  return compileCast(source, target).convert;
}
