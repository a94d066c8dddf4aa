/** JSON documents, as the steps of mappings go about them. Numbers have the digits that they have in code. */
import { jsonValue } from '../../transform/path-step.ts';
import { normalDecimal } from '../../values/decimal-text.ts';
import { Misfit } from '../../values/misfit.ts';
import { readCodeValue } from '../code-value.ts';
import { typeNamed } from './type-name.ts';

/** What a document holds. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What a value in a document is taken for. */
export type PathKind = 'text' | 'number' | 'boolean' | 'json';
type Taken<K extends PathKind> = K extends 'boolean' ? boolean : K extends 'json' ? Json : string;

type Held<N extends string> = N extends 'boolean'
  ? boolean
  : N extends 'int16' | 'int32' | 'float32' | 'float64'
    ? number
    : N extends 'int64' | 'uint64'
      ? bigint
      : N extends 'json'
        ? Json
        : string;

/**
 * What stands at a place of a document, undefined where nothing does. Numbers come as their digits.
 * @example json.path({ tags: ['new'] }, ['tags', 0]) // 'new'
 */
export function path<K extends PathKind = 'text'>(
  document: Json | undefined,
  steps: readonly (string | number)[],
  as?: K,
): Taken<K> | null | undefined {
  if (document === null || document === undefined) return document;
  const found = steps.reduce<Json | undefined>((at, step) => {
    if (Array.isArray(at)) return typeof step === 'number' ? at[step] : undefined;
    if (typeof at !== 'object' || at === null || typeof step === 'number') return undefined;
    return Object.hasOwn(at, step) ? at[step] : undefined;
  }, document);
  if (found === undefined || found === null) return found;
  return taken(found, as ?? 'text') as never;
}

function taken(found: Json, as: PathKind): unknown {
  if (as === 'json') return found;
  const value = jsonValue(JSON.stringify(found), as);
  return as === 'boolean' ? value === 't' : value;
}

/**
 * A document that holds the value at a place, and nothing else; `number` is said of digits that are one.
 * @example json.nest('Ada', ['name', 'first']) // { name: { first: 'Ada' } }
 */
export function nest<T extends Json | bigint>(
  value: T,
  steps: readonly string[],
  as?: 'number',
): Json | Extract<T, null> {
  if (value === null) return null as never;
  const inner =
    typeof value === 'bigint' || typeof value === 'number' || as === 'number' ? exact(value) : value;
  return steps.reduceRight<unknown>((held, step) => ({ [step]: held }), inner) as never;
}

/** A number as JSON holds it in code. Throws Misfit for one with more digits. */
function exact(value: unknown): number {
  const text = Object.is(value, -0) ? '-0' : String(value);
  if (!/^-?\d/.test(text)) throw new Misfit('JSON has no such number');
  const number = Number(text);
  if (!Number.isFinite(number) || normalDecimal(String(number)) !== normalDecimal(text)) {
    throw new Misfit('it has more digits than a number in JSON has in code');
  }
  return number;
}

/**
 * The value that a document holds at a place. Throws an error where it holds anything else.
 * @example json.unnest({ name: { first: 'Ada' } }, ['name', 'first']) // 'Ada'
 */
export function unnest<T extends Json, N extends string = 'text'>(
  document: T,
  steps: readonly string[],
  type?: N,
): Held<N> | Extract<T, null> {
  if (document === null) return null as never;
  let held: Json | undefined = document;
  for (const step of steps) {
    const object: Json | undefined = held;
    if (
      typeof object !== 'object' ||
      object === null ||
      Array.isArray(object) ||
      !Object.hasOwn(object, step)
    ) {
      throw new Misfit(`nothing stands at ${steps.join('.')}`);
    }
    if (Object.keys(object).length > 1)
      throw new Misfit(`it holds more than what stands at ${steps.join('.')}`);
    held = object[step];
  }
  if (held === null || held === undefined) throw new Misfit('JSON null stands there');
  if (type === 'json') return held as never;
  const to = typeNamed(type ?? 'text');
  const as = to.kind === 'text' ? 'text' : to.kind === 'boolean' ? 'boolean' : 'number';
  return readCodeValue(jsonValue(JSON.stringify(held), as), to) as never;
}
