/**
 * The casts and expressions of the no-code mappings, in code: each does exactly what it does there. Their steps
 * are in `step`.
 */

import { compileExpression } from '../../expression/compile-expression.ts';
import { Misfit } from '../../values/misfit.ts';
import type { NeutralType } from '../../values/neutral-type.ts';
import { readText } from '../../values/read-text.ts';
import type { Field } from '../../values/stream-schema.ts';
import type { Value } from '../../values/value.ts';
import { type CodeValue, readCodeValue, writeCodeValue } from '../code-value.ts';
import { fitText } from './fit-text.ts';
import { typeNamed } from './type-name.ts';

/** What code has for the values of a type, by the type's name. */
export type Named<N extends string> = N extends 'boolean'
  ? boolean
  : N extends 'int16' | 'int32' | 'float32' | 'float64'
    ? number
    : N extends 'int64' | 'uint64'
      ? bigint
      : string;

/**
 * A value in another type by its name, e.g. `int32`, `decimal(12,2)`, `timestamp(3)`, `text(40)`: rounded or cut
 * to its precision. Throws an error where it does not fit.
 * @example convert.fit('12.345', 'decimal(10,2)') // '12.35'
 */
export function fit<V extends boolean | number | bigint | string | null, N extends string>(
  value: V,
  type: N,
): Named<N> | Extract<V, null> {
  const text = canonicalText(value);
  if (text === null) return null as Extract<V, null>;
  const to = typeNamed(type);
  const fitted = readable(() => readCodeValue(fitText(text, to, typeof value === 'boolean'), to));
  return fitted as Named<N>;
}

/**
 * What somebody wrote as a text, in the type of this name. Throws an error for what is none of its values.
 * @example convert.read('yes', 'boolean') // true
 */
export function read<V extends string | null, N extends string>(
  value: V,
  type: N,
): Named<N> | Extract<V, null> {
  if (value === null) return null as Extract<V, null>;
  const to = typeNamed(type);
  return readable(() => readCodeValue(readText(to)(value), to)) as Named<N>;
}

/**
 * A truth value or a number as a text, as mappings write it.
 * @param as of the fields whose digits are fewer.
 * @example convert.text(1e21) // '1e+21'
 */
export function text<V extends boolean | number | bigint | null>(
  value: V,
  as: 'float32' | 'float64' = 'float64',
): string | Extract<V, null> {
  if (value === null) return null as Extract<V, null>;
  return typeof value === 'number' ? (writeCodeValue(value, { kind: as }) ?? '') : String(value);
}

/**
 * The text itself, if it is one of these. Throws an error for any other.
 * @example convert.oneOf('paying', ['trial', 'paying']) // 'paying'
 */
export function oneOf<V extends string | null, const L extends readonly string[]>(
  value: V,
  labels: L,
): L[number] | Extract<V, null> {
  if (value !== null && !labels.includes(value)) {
    throw new RangeError(`The value does not fit: it is none of ${labels.join(', ')}.`);
  }
  return value as L[number] | Extract<V, null>;
}

/**
 * An expression of the canvas over fields of these types, compiled once; `R` is what it gives for a record.
 * @example convert.expression<bigint>('size(name)', { name: 'text' })
 */
export function expression<R = unknown>(
  source: string,
  types: { readonly [name: string]: string },
): (record: { readonly [name: string]: unknown }) => R {
  const declared = Object.entries(types).map(([name, type]) => field(name, typeNamed(type)));
  const { type, evaluate } = compileExpression(declared, source);
  return (record) => {
    const row = declared.map((each) => [
      each.name,
      writeCodeValue(record[each.name] as CodeValue, each.type),
    ]);
    return readable(() => readCodeValue(evaluate(Object.fromEntries(row)), type)) as R;
  };
}

/**
 * Does a condition of the canvas hold for a record? Null where it cannot be told, e.g. since a field is null.
 * @example convert.condition('size(name) > 3', { name: 'text' })({ name: null }) // null
 */
export function condition(
  source: string,
  types: { readonly [name: string]: string },
): (record: { readonly [name: string]: unknown }) => boolean | null {
  const told = expression<boolean>(source, types);
  return (record) => {
    try {
      return told(record);
    } catch (error) {
      if (error instanceof RangeError) return null;
      throw error;
    }
  };
}

function canonicalText(value: boolean | number | bigint | string | null): Value {
  if (value === null) return null;
  if (typeof value === 'boolean') return value ? 't' : 'f';
  return Object.is(value, -0) ? '-0' : String(value);
}

function field(name: string, type: NeutralType): Field {
  return {
    name,
    nativeType: type.kind,
    type,
    nullable: true,
    hasDefault: false,
    readOnly: false,
    comment: null,
  };
}

/** What it throws is an error that a person can read. */
function readable<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Misfit) throw new RangeError(`The value does not fit: ${error.message}.`);
    throw error;
  }
}
