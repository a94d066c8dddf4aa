import { arrayText } from '#core/values/array-text.ts';
import { normalDecimal } from '#core/values/decimal-text.ts';
import { floatText } from '#core/values/float-text.ts';
import { Misfit } from '#core/values/misfit.ts';
import type { NeutralType } from '#core/values/neutral-type.ts';
import { isWhole } from '#core/values/number-cast-kind.ts';
import { readText } from '#core/values/read-text.ts';
import { readerOf } from './read-value.ts';
import { sameList } from './same-list.ts';
import { writeJson } from './write-json.ts';

/**
 * What code returned as the canonical text of its type. Throws Misfit.
 * @param before the text that the field had, of the same type; null where there is none
 */
export type Writer = (value: unknown, before: string | null) => string;

/** The writer of a type. What is unchanged gets its very text back, also where a number or JSON would spell it otherwise. */
export function writerOf(type: NeutralType): Writer {
  switch (type.kind) {
    case 'boolean':
      return (value) => (typeof value === 'boolean' ? (value ? 't' : 'f') : refuse('true or false', value));
    case 'float32':
    case 'float64': {
      const bits = type.kind === 'float32' ? 32 : 64;
      return (value, before) => {
        if (typeof value !== 'number') return refuse('a number', value);
        if (before !== null && Object.is(value, Number(before))) return before;
        if (!Number.isFinite(value)) throw new Misfit(`${value} is not a finite number`);
        return floatText(Object.is(value, -0) ? '-0' : String(value), bits);
      };
    }
    case 'json':
      return writeJson;
    case 'array':
      return arrayWriter(type.of);
    case 'native':
      return (value) => asText(value);
    case 'bytes': {
      const canonical = readText(type);
      return checked((text) => canonical(hexadecimal(text)));
    }
    case 'time':
    case 'timestamp':
    case 'timestamptz': {
      const canonical = readText(type);
      return checked((text) => canonical(fitting(text, type.precision)));
    }
    case 'decimal': {
      const canonical = readText(type);
      return checked((text) => exactly(text, canonical(text)));
    }
    default:
      return isWhole(type) ? wholeWriter(readText(type), type.kind.endsWith('t64')) : checked(readText(type));
  }
}

function wholeWriter(canonical: (text: string) => string, big: boolean): Writer {
  const kind = big ? 'bigint' : 'number';
  return (value) => {
    if (typeof value !== kind) return refuse(big ? 'a bigint' : 'a number', value);
    if (!big && !Number.isInteger(value)) throw new Misfit(`${value} is not a whole number`);
    return canonical(String(value));
  };
}

function checked(canonical: (text: string) => string): Writer {
  return (value, before) => (value === before && before !== null ? before : canonical(asText(value)));
}

function asText(value: unknown): string {
  if (typeof value !== 'string') return refuse('a string', value);
  if (!value.isWellFormed()) throw new Misfit('it has half of a character (a surrogate without its peer)');
  return value;
}

function exactly(given: string, fitted: string): string {
  if (normalDecimal(given.trim()) === normalDecimal(fitted)) return fitted;
  throw new Misfit('it has more digits behind the point than the field keeps');
}

/** Without the mark before them digits may as well be letters of another spelling of bytes. */
function hexadecimal(text: string): string {
  if (text.startsWith('\\x')) return text;
  throw new Misfit('bytes are written as \\x and two hexadecimal digits for each');
}

/** A time of day or moment that loses nothing in so many digits behind the second. */
function fitting(text: string, precision: number): string {
  const digits = /\.(\d*?)0*(?!\d)/.exec(text)?.[1]?.length ?? 0;
  if (digits <= precision) return text;
  throw new Misfit(`it has ${digits} digits behind the second, and the field keeps ${precision}`);
}

function arrayWriter(of: NeutralType): Writer {
  const read = readerOf({ kind: 'array', of });
  const write = writerOf(of);
  // A list in a list is another dimension, unless a list is a value of its own.
  const nested = (each: unknown): each is unknown[] => of.kind !== 'json' && Array.isArray(each);
  return (value, before) => {
    if (!Array.isArray(value)) return refuse('an array', value);
    if (before !== null && sameList(value, read(before))) return before;
    return writeList(value, write, nested);
  };
}

function writeList(
  list: readonly unknown[],
  write: Writer,
  nested: (value: unknown) => value is unknown[],
): string {
  const lengths = new Set(list.map((each) => (nested(each) ? each.length : -1)));
  if (lengths.size > 1) throw new Misfit('its lists are of different lengths');
  const parts = list.map((each) => {
    if (nested(each)) return writeList(each, write, nested);
    return arrayText([each === null ? null : write(each, null)]).slice(1, -1);
  });
  return `{${parts.join(',')}}`;
}

function refuse(wanted: string, value: unknown): never {
  const kind =
    value === null ? 'null' : Array.isArray(value) ? 'an array' : `a value of type ${typeof value}`;
  throw new Misfit(`it should be ${wanted} but is ${kind}`);
}
