/** The casts and steps of the no-code mappings, in code: each does exactly what it does there. */

import { compileExpression } from '../../expression/compile-expression.ts';
import { gatherFields, spreadFields } from '../../transform/joined-fields.ts';
import { type PairSides, pairConversion } from '../../transform/pair-conversion.ts';
import { StepRefusal } from '../../transform/step-refusal.ts';
import type { Transform } from '../../transform/transform.ts';
import { compileCast } from '../../values/cast.ts';
import { Misfit } from '../../values/misfit.ts';
import type { NeutralType } from '../../values/neutral-type.ts';
import { readText } from '../../values/read-text.ts';
import type { Field } from '../../values/stream-schema.ts';
import type { Value } from '../../values/value.ts';
import { type CodeValue, readCodeValue, writeCodeValue } from '../code-value.ts';
import { fitText } from './fit-text.ts';
import { typeNamed } from './type-name.ts';

/** The type of a field, as connections tell it. */
export type Type =
  | {
      kind:
        | 'boolean'
        | 'int16'
        | 'int32'
        | 'int64'
        | 'uint64'
        | 'float32'
        | 'float64'
        | 'bytes'
        | 'date'
        | 'interval'
        | 'uuid'
        | 'json';
    }
  | { kind: 'decimal'; precision?: number; scale?: number }
  /** `padded`: a `character(n)`, whose blanks at the end mean nothing. */
  | { kind: 'text'; max?: number; padded?: boolean }
  | { kind: 'time' | 'timestamp' | 'timestamptz'; precision: number }
  | { kind: 'enum'; values: readonly string[] }
  | { kind: 'native'; name: string }
  | { kind: 'array'; of: Type };

/** One step of a mapping, with the settings that a flow's file has. */
export type Step = Transform;

/** Types of fields by their names. */
export type Types = { readonly [name: string]: Type };

/** A value of a type, as code has it. */
export type ValueOf<T> = T extends { kind: 'enum'; values: readonly (infer Label extends string)[] }
  ? Label
  : T extends { kind: 'array'; of: infer Of }
    ? ValueOf<Of>[]
    : T extends { kind: 'boolean' }
      ? boolean
      : T extends { kind: 'int16' | 'int32' | 'float32' | 'float64' }
        ? number
        : T extends { kind: 'int64' | 'uint64' }
          ? bigint
          : T extends { kind: 'json' }
            ? Json
            : string;

/** What a JSON document holds. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** How steps are taken. */
export type Way = {
  /** The steps are those of the other way: their inverses are taken, from the last one to the first. */
  inverse?: boolean;
  /** Their inverse carries values back, so that what would come back as another value is refused. */
  strict?: boolean;
};

/**
 * A value of one type as a value of another one. Null stays null. Throws an error where it does not fit.
 * @example convert.cast(record.price, { kind: 'decimal' }, { kind: 'text', max: 20 })
 */
export function cast<V, const To extends Type>(value: V, from: Type, to: To): ValueOf<To> | Extract<V, null> {
  const work = compiled(noSteps, ['cast', from, to], () => {
    const [source, target] = [field('the value', from), field('the result', to)];
    const { convert } = compileCast(source, target);
    return (given: CodeValue) => readCodeValue(convert(writeCodeValue(given, source.type)), target.type);
  });
  return work(value as CodeValue) as ValueOf<To> | Extract<V, null>;
}

/**
 * A value through the steps of a mapping, and as the type of the field that it goes to. Throws an
 * error that names the step where it does not fit.
 * @example convert.steps(record.phone, [{ kind: 'phone', country: 'DE' }], { kind: 'text' }, { kind: 'text' })
 */
export function steps<const To extends Type>(
  value: unknown,
  taken: readonly Step[],
  from: Type,
  to: To,
  way: Way = {},
): ValueOf<To> | null {
  const work = compiled(taken, ['steps', from, to, way], () => {
    const convert = through({ value: from }, taken, { result: to }, way);
    return (given: CodeValue) => convert({ value: given }).result ?? null;
  });
  return work(value as CodeValue) as ValueOf<To> | null;
}

/**
 * The same from several fields, or to several, as pairs of a mapping have them. A pair that is computed
 * from nothing has no field at that end.
 * @example
 * convert.fields(
 *   { first: record.first, last: record.last },
 *   [{ kind: 'template', text: '{first} {last}' }],
 *   { first: { kind: 'text' }, last: { kind: 'text' } },
 *   { name: { kind: 'text' } },
 * ).name
 */
export function fields<const To extends Types>(
  values: { readonly [name: string]: unknown },
  taken: readonly Step[],
  from: Types,
  to: To,
  way: Way = {},
): { [Name in keyof To]: ValueOf<To[Name]> | null } {
  const work = compiled(taken, ['fields', from, to, way], () => through(from, taken, to, way));
  return work(values as Values) as { [Name in keyof To]: ValueOf<To[Name]> | null };
}

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

type Values = { readonly [name: string]: CodeValue };

/** Compiles steps between fields, in the same way as the engine does for a pair. */
function through(from: Types, taken: readonly Step[], to: Types, way: Way): (values: Values) => Values {
  const sources = Object.entries(from).map(([name, type]) => field(name, type));
  const targets = Object.entries(to).map(([name, type]) => field(name, type));
  const sides: PairSides = {
    left: { fields: sources, name: nameOf(sources) },
    right: { fields: targets, name: nameOf(targets) },
  };
  const list = [...taken];
  const both = way.strict ? 'both' : 'forward';
  const { right: convert } = pairConversion(
    sides,
    way.inverse ? { backward: list } : { forward: list },
    both,
  );
  if (!convert) throw new TypeError('the way is not compiled');
  const gather = sources.length === 1 ? null : gatherFields(sources);
  const spread = targets.length === 1 ? null : spreadFields(targets);
  return (values) => {
    const texts = sources.map(({ name, type }) => writeCodeValue(values[name], type));
    const result = convert(gather ? gather(texts) : (texts[0] ?? null));
    const parts: Value[] = spread && result !== null ? spread(result) : [result];
    return Object.fromEntries(
      targets.map(({ name, type }, at) => [name, readCodeValue(parts[at] ?? null, type)]),
    );
  };
}

function nameOf(list: readonly Field[]): string {
  return list.map(({ name }) => name).join(' + ');
}

function field(name: string, type: Type): Field {
  const padded = type.kind === 'text' && type.padded === true;
  return {
    name,
    nativeType: padded ? 'character' : type.kind,
    type: type as NeutralType,
    nullable: true,
    hasDefault: false,
    readOnly: false,
    comment: null,
  };
}

type Work = (given: never) => unknown;
const known = new Map<string, Work>();
/** More than a node has pairs. */
const MOST_KEPT = 2000;
/** By the very list of steps, which a node usually has outside its function: a long table is not spelled for each record. */
const near = new WeakMap<readonly Step[], Map<string, Work>>();
const noSteps: readonly Step[] = [];

/** What was compiled for the same types and steps before; what it throws is an error that a person can read. */
function compiled<Given, Made>(
  taken: readonly Step[],
  others: unknown[],
  compile: () => (given: Given) => Made,
): (given: Given) => Made {
  const own = near.get(taken) ?? new Map<string, Work>();
  near.set(taken, own);
  const short = JSON.stringify(others);
  const key = own.has(short) ? '' : JSON.stringify(taken) + short;
  const found = own.get(short) ?? known.get(key);
  const work = (found as ((given: Given) => Made) | undefined) ?? guarded(readable(compile));
  if (known.size >= MOST_KEPT) known.clear();
  if (key) known.set(key, work);
  own.set(short, work);
  return work;
}

function guarded<Given, Made>(work: (given: Given) => Made): (given: Given) => Made {
  return (given) => readable(() => work(given));
}

function readable<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Misfit) throw new RangeError(`The value does not fit: ${error.message}.`);
    if (error instanceof StepRefusal)
      throw new TypeError([error.message, error.remedy].filter(Boolean).join(' '));
    throw error;
  }
}
