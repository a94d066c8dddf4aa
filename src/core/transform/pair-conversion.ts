import { otherSide, type Side } from '../change/change-event.ts';
import { writesTo } from '../flow/direction.ts';
import type { Direction } from '../flow/flow-graph.ts';
import { arrayText } from '../values/array-text.ts';
import { isBlankPadded, withoutPadding } from '../values/blank-padded.ts';
import { type TextCast, textCast } from '../values/cast-table.ts';
import { describeType } from '../values/describe-type.ts';
import type { Field } from '../values/stream-schema.ts';
import type { Value } from '../values/value.ts';
import { joinedField, spreadFields } from './joined-fields.ts';
import type { StepValue } from './step.ts';
import { type StepChain, stepChain } from './step-chain.ts';
import { StepRefusal } from './step-refusal.ts';
import type { PairTransform } from './transform.ts';

/** The fields of a pair on each side, and the name that they have together. */
export type PairSides = Record<Side, { fields: readonly Field[]; name: string }>;

/** How values of a pair with steps get to each side; null for a side that the pair does not write. Throws Misfit. */
export type PairConversion = Record<Side, ((value: Value) => Value) | null>;

/**
 * Compiles the steps of a pair, for the ways that its direction has. A way without steps of its own is the
 * inverse of the other one. Several fields of a side are one list of their texts, see `joinedField`.
 *
 * @throws StepRefusal where a step does not fit, or has no inverse that it needs.
 */
export function pairConversion(
  sides: PairSides,
  transform: PairTransform,
  direction: Direction,
): PairConversion {
  const given = { right: transform.forward, left: transform.backward };
  const way = (to: Side) => {
    if (!writesTo(direction, to)) return null;
    const own = given[to];
    const other = given[otherSide(to)];
    return own || !other
      ? ownWay(sides, to, own ?? [], !other && direction === 'both')
      : inverseWay(sides, to, other);
  };
  return { right: way('right'), left: way('left') };
}

function ownWay(
  sides: PairSides,
  to: Side,
  steps: NonNullable<PairTransform['forward']>,
  strict: boolean,
): (value: Value) => Value {
  const from = sides[otherSide(to)];
  const source = joinedField(from.fields, from.name);
  const chain = stepChain(steps, source.type, from.fields, strict);
  const enter = isBlankPadded(source) ? withoutPadding : (text: string) => text;
  const arrive = arrival(sides[to], chain.gives);
  return (value) => arrive(chain.convert(value === null ? null : enter(value)));
}

function inverseWay(
  sides: PairSides,
  to: Side,
  steps: NonNullable<PairTransform['forward']>,
): (value: Value) => Value {
  const from = sides[otherSide(to)];
  const target = joinedField(sides[to].fields, sides[to].name);
  const source = joinedField(from.fields, from.name);
  const chain: StepChain = stepChain(steps, target.type, sides[to].fields, true);
  if ('none' in chain.back) {
    throw new StepRefusal(
      `Values do not find back to ${sides[to].name}: ${chain.back.none}.`,
      `Let the pair go one way, or give the steps for the way to the ${to} as well (an empty list is the plain cast).`,
    );
  }
  const { convert } = chain.back;
  const cast = castOrRefuse(
    textCast(source.type, chain.gives),
    `${from.name} (${describeType(source.type)})`,
  );
  const enter = isBlankPadded(source) ? withoutPadding : (text: string) => text;
  const arrive = arrival(sides[to], target.type);
  return (value) => arrive(convert(value === null ? null : cast.convert(enter(value))));
}

/** The last cast, to the type of the side's field; or the check that a list fits its several fields. */
function arrival({ fields, name }: PairSides[Side], gives: Field['type']): (value: StepValue) => Value {
  const target = joinedField(fields, name);
  const cast = castOrRefuse(
    textCast(gives, target.type),
    `what the steps give (${describeType(gives)})`,
    name,
  );
  if (fields.length === 1) return (value) => (typeof value === 'string' ? cast.convert(value) : null);
  const spread = spreadFields(fields);
  const nothing = arrayText(fields.map(() => null));
  return (value) => {
    if (typeof value !== 'string') return nothing;
    const list = cast.convert(value);
    spread(list);
    return list;
  };
}

function castOrRefuse(cast: TextCast | { refused: string }, what: string, to?: string): TextCast {
  if (!('refused' in cast)) return cast;
  throw new StepRefusal(
    `There is no way from ${what} ${to === undefined ? 'to what the steps give' : `to ${to}`}. ${cast.refused}`,
    'Add a step that gives what the field takes, or choose another field.',
  );
}
