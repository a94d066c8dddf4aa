import { put } from '#lib/put.ts';
import { otherSide, type Side } from '../change/change-event.ts';
import { joinedColumns, withJoined, withoutJoined } from '../transform/joined-columns.ts';
import { stepFailure } from '../transform/step-failure.ts';
import { compileCast } from '../values/cast.ts';
import { Misfit } from '../values/misfit.ts';
import type { Field } from '../values/stream-schema.ts';
import type { Row, Value } from '../values/value.ts';
import { laneConversion } from './check-transform.ts';
import type { LaneEnd, LaneField, MappedPair, MappingStep } from './lane.ts';

/**
 * Compiles the work of a mapping behind which code stands: pair by pair, by the casts and steps with which a lane
 * without that code would carry the values. The function throws SyncError `CAST_FAILED` for a row that does not fit.
 *
 * @throws SyncError `CAST_REFUSED`, `FIELD_MISSING`; StepRefusal for steps that do not fit.
 */
export function compileMappingStep(step: MappingStep): (row: Row) => Row {
  const { to, pairs } = step;
  const from = otherSide(to);
  const ends = { [from]: endOf(step.given), [to]: endOf(step.made) } as Record<Side, LaneEnd>;
  const lane = { ...ends, fields: pairs as LaneField[] };
  const joined = joinedColumns(lane, from);
  const apart = joinedColumns(lane, to);
  const carried = pairs.map((pair) => ({
    read: pair[from],
    write: pair[to],
    convert: conversionOf(ends, pair, to),
  }));
  return (row) => {
    const given = joined.length > 0 ? withJoined(row, joined) : row;
    const made: Row = {};
    for (const { read, write, convert } of carried) put(made, write, convert(given[read] ?? null));
    return apart.length > 0 ? withoutJoined(made, apart) : made;
  };
}

function conversionOf(ends: Record<Side, LaneEnd>, pair: MappedPair, to: Side): (value: Value) => Value {
  if (!pair.parts && !pair.transform) {
    const field = (side: Side) => ends[side].stream.fields.find(({ name }) => name === pair[side]) as Field;
    return compileCast(field(otherSide(to)), field(to)).convert;
  }
  const convert = laneConversion(ends, pair)[to] as (value: Value) => Value;
  return (value) => {
    try {
      return convert(value);
    } catch (error) {
      throw error instanceof Misfit ? stepFailure(pair, to, value, error) : error;
    }
  };
}

function endOf(fields: Field[]): LaneEnd {
  const stream = { name: '', fields, key: [], uniques: [], references: [], rowEstimate: null };
  return { nodeId: '', connection: '', stream: { ...stream, beforeImage: 'full' } };
}
