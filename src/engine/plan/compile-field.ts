import { otherSide, type Side } from '#core/change/change-event.ts';
import { compileMerge } from '#core/conflict/compile-merge.ts';
import { fieldDigest } from '#core/conflict/field-digest.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { laneConversion } from '#core/flow/check-transform.ts';
import { readsFrom } from '#core/flow/direction.ts';
import type { Lane, LaneField } from '#core/flow/lane.ts';
import { fieldsNamed, joinedNormal, partsOf } from '#core/transform/joined-fields.ts';
import { stepFailure } from '#core/transform/step-failure.ts';
import { compileCast } from '#core/values/cast.ts';
import { Misfit } from '#core/values/misfit.ts';
import { fieldEquality, normalText } from '#core/values/same-value.ts';
import type { Field } from '#core/values/stream-schema.ts';
import type { Value } from '#core/values/value.ts';
import type { CompiledField, CompiledReference } from './compiled-lane.ts';

/**
 * Compiles the conversion of a pair, each way, and the equality that goes with it (E13).
 * @throws SyncError `CAST_REFUSED`, `FIELD_MISSING`; StepRefusal for steps that do not fit.
 */
export function compileField(plan: Lane, field: LaneField): CompiledField {
  if (field.parts || field.transform) return steppedField(plan, field);
  const left = findField(plan, 'left', field.left);
  const right = findField(plan, 'right', field.right);
  // A key finds the record from either side, whatever way its values are carried.
  const refuse = () => {
    throw new SyncError('CAST_REFUSED', `${field.left} and ${field.right} are not carried that way.`);
  };
  const cast = (from: Field, to: Field, needed: boolean) => (needed ? compileCast(from, to).convert : refuse);
  const identical = (from: Side) =>
    (field.key || readsFrom(field.direction, from)) &&
    (from === 'left' ? compileCast(left, right) : compileCast(right, left)).kind === 'identity';
  return {
    ...field,
    identical: { left: identical('left'), right: identical('right') },
    to: {
      right: cast(left, right, field.key || field.direction !== 'backward'),
      left: cast(right, left, field.key || field.direction !== 'forward'),
    },
    same: fieldEquality(left, right),
    merge: compileMerge(left, right),
    ...normalised({ left: normalText(left), right: normalText(right) }),
  };
}

/** Its values go through steps, or it joins several fields of a side. */
function steppedField(plan: Lane, field: LaneField): CompiledField {
  const conversion = laneConversion(plan, field);
  const normalOf = (side: Side) => joinedNormal(fieldsNamed(plan[side].stream, partsOf(field, side)));
  const normal = { left: normalOf('left'), right: normalOf('right') };
  const to = (side: Side) => {
    const convert = conversion[side];
    return (value: Value): Value => {
      if (!convert) {
        throw new SyncError('CAST_REFUSED', `${field.left} and ${field.right} are not carried that way.`);
      }
      try {
        return convert(value);
      } catch (error) {
        throw error instanceof Misfit ? stepFailure(field, side, value, error) : error;
      }
    };
  };
  /** Does a value, taken to the side, come to what stands there? */
  const comesTo = (side: Side, value: Value, there: Value): boolean => {
    try {
      const convert = conversion[side];
      return convert !== null && normal[side](convert(value)) === normal[side](there);
    } catch (error) {
      if (error instanceof Misfit) return false;
      throw error;
    }
  };
  return {
    ...field,
    identical: { left: false, right: false },
    to: { left: to('left'), right: to('right') },
    same: (left, right) => comesTo('right', left, right) || comesTo('left', right, left),
    merge: null,
    ...normalised(normal),
  };
}

/** Its values are keys of linked records: links take the place of casts, whatever the two types are. */
export function translatedField(
  plan: Lane,
  field: LaneField,
  { book, flipped }: CompiledReference,
): CompiledField {
  const left = findField(plan, 'left', field.left);
  const right = findField(plan, 'right', field.right);
  const leftIs: Side = flipped ? 'right' : 'left';
  return {
    ...field,
    to: {
      right: (value) => book.translate(leftIs, value),
      left: (value) => book.translate(otherSide(leftIs), value),
    },
    same: (a, b) => {
      if (a === null || b === null) return a === b;
      return book.peek(leftIs, a)?.[otherSide(leftIs)] === b;
    },
    ...normalised({ left: normalText(left), right: normalText(right) }),
    identical: { left: false, right: false },
    merge: null,
  };
}

function normalised(normal: CompiledField['normal']): Pick<CompiledField, 'normal' | 'digest'> {
  const digest = (side: Side) => (value: Value) => fieldDigest(normal[side](value));
  return { normal, digest: { left: digest('left'), right: digest('right') } };
}

/** A field of a lane's side. Throws SyncError `FIELD_MISSING`. */
export function findField(plan: Lane, side: Side, name: string): Field {
  const found = plan[side].stream.fields.find((field) => field.name === name);
  if (!found) throw new SyncError('FIELD_MISSING', `${plan[side].stream.name} has no field ${name}.`);
  return found;
}
