import { mapArrayText } from './array-text.ts';
import { fitNumber } from './fit-number.ts';
import { canonicalJson } from './json-text.ts';
import { Misfit } from './misfit.ts';
import type { NeutralType } from './neutral-type.ts';
import { isNumberType, isWhole, type NumberType } from './number-cast-kind.ts';
import { fitMoment, fitTime, strictDate } from './time-text.ts';

const truths = new Map<string, 't' | 'f'>([
  ...['t', 'true', 'y', 'yes', 'on', '1'].map((word) => [word, 't'] as const),
  ...['f', 'false', 'n', 'no', 'off', '0'].map((word) => [word, 'f'] as const),
]);
const interval =
  /^(?=.)(?:-?\d+ years? ?)?(?:-?\d+ mons? ?)?(?:-?\d+ days? ?)?(?:[+-]?\d{2,}:\d{2}:\d{2}(?:\.\d{1,6})?)?$/;

/**
 * Reads what a person or another system wrote as text into a type: the canonical text of that type.
 * Throws Misfit for a text that is none of its values. `native` types cannot be read.
 */
export function readText(type: NeutralType): (text: string) => string {
  if (isNumberType(type)) return readNumber(type);
  switch (type.kind) {
    case 'boolean':
      return (text) => truths.get(text.trim().toLowerCase()) ?? refuse('it is neither true nor false');
    case 'text':
      return (text) => fitLength(text, type.max);
    case 'bytes':
      return readBytes;
    case 'date':
      return strictDate;
    case 'time':
      return (text) => fitTime(text, type.precision);
    case 'timestamp':
      return (text) => fitMoment(text, 'timestamp', type.precision);
    case 'timestamptz':
      return (text) => fitMoment(text, 'timestamptz', type.precision);
    case 'interval':
      return (text) => (interval.test(text.trim()) ? text.trim() : refuse('it is not an interval'));
    case 'uuid':
      return readUuid;
    case 'json':
      return (text) => {
        canonicalJson(text);
        return text;
      };
    case 'enum': {
      const names = new Set(type.values);
      return (text) => (names.has(text) ? text : refuse('it is none of the values of the enum'));
    }
    case 'array': {
      const element = readText(type.of);
      return (text) => mapArrayText(text, element);
    }
    case 'native':
      return () => refuse(`${type.name} cannot be read from text`);
    default:
      throw new TypeError(`A type that nobody reads: ${type.kind}`);
  }
}

function readNumber(type: NumberType): (text: string) => string {
  const bring = fitNumber(type);
  if (!isWhole(type)) return (text) => bring(text.trim());
  return (text) => (/^[+-]?\d+$/.test(text.trim()) ? bring(text.trim()) : refuse('it is not a whole number'));
}

/** The text itself, if it has no more characters (code points) than allowed. */
export function fitLength(text: string, max: number | undefined): string {
  if (max === undefined || text.length <= max) return text;
  let length = 0;
  for (const _ of text) length++;
  return length <= max ? text : refuse(`it has ${length} characters, ${max} fit`);
}

function readBytes(text: string): string {
  const hex = text.trim().replace(/^\\x/i, '').toLowerCase();
  return /^(?:[0-9a-f]{2})*$/.test(hex) ? `\\x${hex}` : refuse('it is not a row of hexadecimal digits');
}

function readUuid(text: string): string {
  const hex = text
    .trim()
    .replace(/^\{(.*)\}$/, '$1')
    .replaceAll('-', '')
    .toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(hex)) refuse('it is not a UUID');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function refuse(reason: string): never {
  throw new Misfit(reason);
}
