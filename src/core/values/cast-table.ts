import { mapArrayText } from './array-text.ts';
import { describeType } from './describe-type.ts';
import { fitNumber } from './fit-number.ts';
import { arrayToJson, jsonToArray } from './json-list.ts';
import { Misfit } from './misfit.ts';
import type { NeutralType } from './neutral-type.ts';
import { isNumberType, isWhole, type NumberType, numberCastKind } from './number-cast-kind.ts';
import { fitLength, readText } from './read-text.ts';
import { refusalHint } from './refusal-hint.ts';
import { fitMoment, fitTime } from './time-text.ts';
import { bytesToUuid, uuidToBytes } from './uuid-bytes.ts';

/**
 * What a cast does: `identity` leaves the text alone, `exact` renames every value, `widening` keeps every
 * value in a larger domain, `narrowing` keeps a value or fails, `lossy` drops part of some values.
 */
export type CastKind = 'identity' | 'exact' | 'widening' | 'narrowing' | 'lossy';

/** A cast over canonical texts; `convert` throws Misfit. */
export type TextCast = { kind: CastKind; convert: (text: string) => string };

export type Refusal = { refused: string };

/** What a cast from one type to another would do, or why there is none. */
export function castKind(from: NeutralType, to: NeutralType): { kind: CastKind } | Refusal {
  const cast = textCast(from, to);
  return 'refused' in cast ? cast : { kind: cast.kind };
}

/** The cast from one type to another over canonical texts. */
export function textCast(from: NeutralType, to: NeutralType): TextCast | Refusal {
  if (isNumberType(from) && isNumberType(to)) return numberCast(from, to);
  if (from.kind === 'native' || to.kind === 'native') return nativeCast(from, to);
  if (to.kind === 'text') return toText(from, to);
  if (from.kind === 'text') return { kind: 'narrowing', convert: readText(to) };
  if (from.kind === 'enum' && to.kind === 'enum') return enumCast(from.values, to);
  if (from.kind === 'array' && to.kind === 'array') return arrayCast(from.of, to.of);
  if (from.kind === 'time' && to.kind === 'time') {
    const convert = (text: string) => fitTime(text, to.precision);
    return from.precision === to.precision
      ? identity
      : { kind: from.precision < to.precision ? 'widening' : 'lossy', convert };
  }
  if (isMoment(from) && isMoment(to)) return momentCast(from, to);
  if (from.kind === 'boolean' && isWhole(to)) {
    return { kind: 'widening', convert: (text) => (text === 't' ? '1' : '0') };
  }
  if (from.kind === 'array' && to.kind === 'json')
    return { kind: 'narrowing', convert: arrayToJson(from.of) };
  if (from.kind === 'json' && to.kind === 'array' && canBeListed(to.of)) {
    return { kind: 'narrowing', convert: jsonToArray(to.of) };
  }
  if (from.kind === 'uuid' && to.kind === 'bytes') return { kind: 'widening', convert: uuidToBytes };
  if (from.kind === 'bytes' && to.kind === 'uuid') return { kind: 'narrowing', convert: bytesToUuid };
  if (from.kind === 'time' && to.kind === 'interval') return { kind: 'widening', convert: identity.convert };
  if (from.kind === 'interval' && to.kind === 'time') return intervalToTime(to.precision);
  if (isWhole(from) && to.kind === 'boolean') return { kind: 'narrowing', convert: wholeToBoolean };
  if (from.kind === to.kind) return identity;
  return refusal(from, to);
}

const identity: TextCast = { kind: 'identity', convert: (text) => text };

function refusal(from: NeutralType, to: NeutralType): Refusal {
  return {
    refused: `There is no cast from ${describeType(from)} to ${describeType(to)}. ${refusalHint(from, to)}`,
  };
}

function nativeCast(from: NeutralType, to: NeutralType): TextCast | Refusal {
  if (from.kind === 'native' && to.kind === 'native' && from.name === to.name) return identity;
  const native = from.kind === 'native' ? from.name : to.kind === 'native' ? to.name : '';
  return {
    refused: `${native} is known to its own system alone; only a field of the same type takes it. Give the stream a field that holds it as text.`,
  };
}

function numberCast(from: NumberType, to: NumberType): TextCast {
  if (sameNumberType(from, to)) return identity;
  return { kind: numberCastKind(from, to), convert: fitNumber(to) };
}

function sameNumberType(a: NumberType, b: NumberType): boolean {
  if (a.kind !== 'decimal' || b.kind !== 'decimal') return a.kind === b.kind;
  return a.precision === b.precision && (a.precision === undefined || (a.scale ?? 0) === (b.scale ?? 0));
}

function canBeListed(of: NeutralType): boolean {
  return of.kind !== 'native' && of.kind !== 'array';
}

/** A span of time within a day as a time of day; a longer or a negative one is none. */
function intervalToTime(precision: number): TextCast {
  const convert = (text: string) => fitTime(text, precision);
  return { kind: precision === 6 ? 'narrowing' : 'lossy', convert };
}

function wholeToBoolean(text: string): string {
  if (text === '1') return 't';
  if (text === '0') return 'f';
  throw new Misfit('it is neither 0 nor 1');
}

function toText(from: NeutralType, to: { max?: number }): TextCast {
  const longest = longestText(from);
  const fits = to.max === undefined || longest <= to.max;
  if (from.kind === 'text') {
    if (from.max === to.max) return identity;
    return fits
      ? { kind: 'widening', convert: identity.convert }
      : { kind: 'narrowing', convert: (text) => fitLength(text, to.max) };
  }
  const show = from.kind === 'boolean' ? showBoolean : identity.convert;
  return fits
    ? { kind: 'widening', convert: show }
    : { kind: 'narrowing', convert: (text) => fitLength(show(text), to.max) };
}

function showBoolean(text: string): string {
  return text === 't' ? 'true' : 'false';
}

/** Characters of the longest canonical text of a type. */
function longestText(type: NeutralType): number {
  const fixed: Partial<Record<NeutralType['kind'], number>> = {
    boolean: 5,
    int16: 6,
    int32: 11,
    int64: 20,
    uint64: 20,
    float32: 16,
    float64: 24,
    date: 16,
    time: 15,
    timestamp: 32,
    timestamptz: 35,
    uuid: 36,
  };
  if (type.kind === 'text') return type.max ?? Number.POSITIVE_INFINITY;
  if (type.kind === 'enum') return Math.max(0, ...type.values.map((value) => value.length));
  if (type.kind === 'decimal' && type.precision !== undefined) {
    return type.precision + Math.abs(type.scale ?? 0) + 3;
  }
  return fixed[type.kind] ?? Number.POSITIVE_INFINITY;
}

function enumCast(from: string[], to: { kind: 'enum'; values: string[] }): TextCast | Refusal {
  const there = new Set(to.values);
  const common = from.filter((name) => there.has(name)).length;
  if (from.length === to.values.length && from.every((name, at) => to.values[at] === name)) return identity;
  if (common === 0)
    return {
      refused: 'The two enums have no value in common. Give the values of both sides in a table (lookup).',
    };
  if (common < from.length) return { kind: 'narrowing', convert: readText(to) };
  return { kind: there.size === common ? 'exact' : 'widening', convert: identity.convert };
}

function arrayCast(from: NeutralType, to: NeutralType): TextCast | Refusal {
  const element = textCast(from, to);
  if ('refused' in element) return { refused: `The elements do not fit: ${element.refused}` };
  if (element.kind === 'identity') return identity;
  return { kind: element.kind, convert: (text) => mapArrayText(text, element.convert) };
}

type MomentType = { kind: 'date' } | { kind: 'timestamp' | 'timestamptz'; precision: number };

function isMoment(type: NeutralType): type is MomentType {
  return type.kind === 'date' || type.kind === 'timestamp' || type.kind === 'timestamptz';
}

function momentCast(from: MomentType, to: MomentType): TextCast {
  if (to.kind === 'date') {
    return from.kind === 'date' ? identity : { kind: 'lossy', convert: (text) => fitMoment(text, 'date', 0) };
  }
  const convert = (text: string) => fitMoment(text, to.kind, to.precision);
  if (from.kind === 'date' || from.precision < to.precision) return { kind: 'widening', convert };
  if (from.precision > to.precision) return { kind: 'lossy', convert };
  return from.kind === to.kind ? identity : { kind: 'exact', convert };
}
