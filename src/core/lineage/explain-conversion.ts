import { otherSide, type Side } from '../change/change-event.ts';
import { SyncError } from '../errors/sync-error.ts';
import { laneConversion } from '../flow/check-transform.ts';
import type { Lane, LaneField } from '../flow/lane.ts';
import { describeStep } from '../transform/describe-transform.ts';
import { fieldsNamed, joinedField, joinedName, partsOf } from '../transform/joined-fields.ts';
import type { StepValue } from '../transform/step.ts';
import { stepChain } from '../transform/step-chain.ts';
import { StepRefusal } from '../transform/step-refusal.ts';
import type { Transform } from '../transform/transform.ts';
import { fieldCast } from '../values/cast.ts';
import { describeType } from '../values/describe-type.ts';
import { Misfit } from '../values/misfit.ts';
import type { Field } from '../values/stream-schema.ts';
import type { Value } from '../values/value.ts';

/** One thing that was done to a value on its way: in words, with the value that came of it. */
export type ConversionStep = { does: string; gives: Value };

/**
 * What a value goes through from one side of a pair to the other, step by step, by the mapping of a version.
 * Empty where it is carried as it is; null where that version's pair does not take this value there.
 *
 * @param to the side that it goes to
 */
export function explainConversion(
  lane: Lane,
  pair: LaneField,
  to: Side,
  value: Value,
): ConversionStep[] | null {
  try {
    if (pair.through) return value === null ? [] : null;
    return pair.parts || pair.transform
      ? throughSteps(lane, pair, to, value)
      : throughCast(lane, pair, to, value);
  } catch (error) {
    const unfit = error instanceof Misfit || error instanceof StepRefusal || error instanceof SyncError;
    if (unfit) return null;
    throw error;
  }
}

function throughCast(lane: Lane, pair: LaneField, to: Side, value: Value): ConversionStep[] {
  const from = otherSide(to);
  const field = (side: Side) => lane[side].stream.fields.find(({ name }) => name === pair[side]) as Field;
  const cast = fieldCast(field(from), field(to));
  if ('refused' in cast || cast.kind === 'identity' || value === null) return [];
  const does = `cast from ${describeType(field(from).type)} to ${describeType(field(to).type)}`;
  return [{ does, gives: cast.convert(value) }];
}

function throughSteps(lane: Lane, pair: LaneField, to: Side, value: Value): ConversionStep[] | null {
  const from = otherSide(to);
  const end = laneConversion(lane, pair)[to]?.(value);
  if (end === undefined) return null;
  const source = columnOf(lane, pair, from);
  const target = columnOf(lane, pair, to);
  const own = to === 'right' ? pair.transform?.forward : pair.transform?.backward;
  const inverse = to === 'right' ? pair.transform?.backward : pair.transform?.forward;
  const steps = own
    ? alongSteps(own, source, fieldsNamed(lane[from].stream, partsOf(pair, from)), value)
    : backAlongSteps(inverse ?? [], target, fieldsNamed(lane[to].stream, partsOf(pair, to)), value);
  const last = steps.at(-1)?.gives ?? value;
  if (last !== end) steps.push({ does: `cast to ${describeType(target.type)}`, gives: end });
  return steps;
}

/** The pair's one column on a side, also where it joins several fields. */
function columnOf(lane: Lane, pair: LaneField, side: Side): Field {
  const names = partsOf(pair, side);
  return joinedField(fieldsNamed(lane[side].stream, names), joinedName(names, pair[otherSide(side)]));
}

function alongSteps(
  steps: readonly Transform[],
  source: Field,
  fields: readonly Field[],
  value: Value,
): ConversionStep[] {
  return steps.map((step, index) => {
    const chain = stepChain(steps.slice(0, index + 1), source.type, fields, false);
    return { does: describeStep(step), gives: plain(chain.convert(value)) };
  });
}

/** The steps of the other way, undone from the last to the first. */
function backAlongSteps(
  steps: readonly Transform[],
  target: Field,
  fields: readonly Field[],
  value: Value,
): ConversionStep[] {
  let now: StepValue = value;
  return steps
    .map((step, index) => ({
      step,
      before: stepChain(steps.slice(0, index), target.type, fields, true),
      first: index === 0,
    }))
    .toReversed()
    .map(({ step, before, first }) => {
      const { back } = stepChain([step], before.gives, first ? fields : [], true);
      if ('none' in back) throw new StepRefusal(back.none);
      now = back.convert(now);
      return { does: `${describeStep(step)}, backward`, gives: plain(now) };
    });
}

function plain(value: StepValue): Value {
  return value ?? null;
}
