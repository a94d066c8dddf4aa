import type { NeutralType } from '../values/neutral-type.ts';
import type { Field } from '../values/stream-schema.ts';
import type { Value } from '../values/value.ts';

/** What a step is compiled against. */
export type StepInput = {
  /** The type of what comes in: of the field, of the list of a pair's several fields, or what the step before gives. */
  type: NeutralType;
  /** For the first step, the fields that the pair has on the side that values come from. Empty for the others. */
  fields: readonly Field[];
  first: boolean;
  /** Its inverse carries values back: what would come back as another value is refused, not passed on. */
  strict: boolean;
};

/** A value between two steps; `undefined` is one that is absent, which all but `empty` take for null. */
export type StepValue = Value | undefined;

/** A step, compiled. Its functions throw Misfit for a value that does not fit. */
export type Step = {
  takes: NeutralType;
  gives: NeutralType;
  convert: (value: StepValue) => StepValue;
  /** The way back, from `gives` to `takes`; or why there is none, as a clause. */
  back: { convert: (value: StepValue) => StepValue } | { none: string };
};

export const textType: NeutralType = { kind: 'text' };
export const textList: NeutralType = { kind: 'array', of: textType };
export const decimalType: NeutralType = { kind: 'decimal' };

/** A function over texts as one over values: null stays null. */
export function keepingNull(convert: (text: string) => string): (value: StepValue) => Value {
  return (value) => (value === null || value === undefined ? null : convert(value));
}

/** Text as it comes in, with its limit where it has one; other types are cast to text. */
export function asText({ type }: StepInput): NeutralType {
  return type.kind === 'text' ? type : textType;
}
