import { otherSide, type Side } from '../change/change-event.ts';
import { SyncError } from '../errors/sync-error.ts';
import { laneConversion } from '../flow/check-transform.ts';
import type { Lane, LaneField } from '../flow/lane.ts';
import { compileCast, fieldCast } from '../values/cast.ts';
import { Misfit } from '../values/misfit.ts';
import { normalText } from '../values/same-value.ts';
import type { Row, Value } from '../values/value.ts';
import { joinedColumns, ownFields, withJoined } from './joined-columns.ts';
import { fieldsNamed, joinedNormal, partsOf } from './joined-fields.ts';

/** A value that was taken to the other side and back. `back` is null also where it came to nothing. */
export type RoundTripSample = { value: Value; there: Value; back: Value };

/** What became of the values that one side has in a two-way pair, taken to the other side and back. */
export type RoundTrip = {
  /** The names that the lane knows the pair by. */
  left: string;
  right: string;
  side: Side;
  /** Different values that were taken. */
  checked: number;
  /** Those that came back as other ones, with the first of them. */
  changed: number;
  samples: RoundTripSample[];
  /** Those that the other side, or this one on the way back, does not take: their records would wait as failed. */
  refused: number;
  /** The first of those, with the reason. */
  refusedSamples: { value: Value; why: string }[];
};

const MOST_SAMPLES = 5;
/** Different values of a field that are remembered, so that each is taken once. */
const MOST_REMEMBERED = 200_000;

/** Takes the values of a lane's two-way pairs, row by row of one side, to the other side and back. */
export type RoundTripTaker = {
  /** The side's own fields that a row must have. */
  fields: string[];
  take: (row: Row) => void;
  results: () => RoundTrip[];
};

/**
 * Makes ready to take a side's values there and back.
 * @param pairs those of the lane to look at; of others nothing is said.
 */
export function roundTripTaker(lane: Lane, side: Side, pairs: readonly LaneField[]): RoundTripTaker {
  const joined = joinedColumns({ ...lane, fields: [...pairs] }, side);
  const tallies = pairs.map((pair) => tally(lane, side, pair));
  return {
    fields: ownFields(
      pairs.map((pair) => pair[side]),
      joined,
    ),
    take: (row) => {
      const all = joined.length === 0 ? row : withJoined(row, joined);
      for (const [at, pair] of pairs.entries()) tallies[at]?.take(all[pair[side]] ?? null);
    },
    results: () => tallies.map(({ result }) => result),
  };
}

/** The two-way pairs of a lane whose values may not come back as they were. */
export function pairsThatMayLose(lane: Lane): LaneField[] {
  if (lane.direction !== 'both') return [];
  return lane.fields.filter((pair) => {
    if (pair.direction !== 'both' || pair.through) return false;
    if (pair.parts || pair.transform) return true;
    const [left] = fieldsNamed(lane.left.stream, [pair.left]);
    const [right] = fieldsNamed(lane.right.stream, [pair.right]);
    if (!left || !right) return false;
    return [fieldCast(left, right), fieldCast(right, left)].some(
      (cast) => 'refused' in cast || (cast.kind !== 'identity' && cast.kind !== 'exact'),
    );
  });
}

function tally(lane: Lane, side: Side, pair: LaneField): { take: (value: Value) => void; result: RoundTrip } {
  const { there, back, normal } = waysOf(lane, side, pair);
  const result: RoundTrip = {
    ...{ left: pair.left, right: pair.right, side, checked: 0, changed: 0, samples: [] },
    ...{ refused: 0, refusedSamples: [] },
  };
  const seen = new Set<Value>();
  const take = (value: Value) => {
    if (seen.has(value)) return;
    if (seen.size < MOST_REMEMBERED) seen.add(value);
    result.checked++;
    try {
      const sample = { value, there: there(value), back: null as Value };
      sample.back = back(sample.there);
      if (normal(sample.back) === normal(value)) return;
      result.changed++;
      if (result.samples.length < MOST_SAMPLES) result.samples.push(sample);
    } catch (error) {
      if (!(error instanceof Misfit) && !(error instanceof SyncError && error.code === 'CAST_FAILED'))
        throw error;
      result.refused++;
      if (result.refusedSamples.length < MOST_SAMPLES)
        result.refusedSamples.push({ value, why: error.message });
    }
  };
  return { take, result };
}

type Ways = Record<'there' | 'back' | 'normal', (value: Value) => Value>;

function waysOf(lane: Lane, side: Side, pair: LaneField): Ways {
  const end = (of: Side) => fieldsNamed(lane[of].stream, partsOf(pair, of));
  if (pair.parts || pair.transform) {
    const conversion = laneConversion(lane, pair);
    const to = (of: Side) => conversion[of] ?? ((value: Value) => value);
    return { there: to(otherSide(side)), back: to(side), normal: joinedNormal(end(side)) };
  }
  const [[mine], [theirs]] = [end(side), end(otherSide(side))];
  if (!mine || !theirs) throw new TypeError(`${pair.left} and ${pair.right} are no fields`);
  return {
    there: compileCast(mine, theirs).convert,
    back: compileCast(theirs, mine).convert,
    normal: normalText(mine),
  };
}
