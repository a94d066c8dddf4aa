import { coarserType } from './coarser-type.ts';
import { normalNumber } from './decimal-text.ts';
import type { NeutralType } from './neutral-type.ts';
import { isFloat, isNumberType, isWhole, type NumberType } from './number-cast-kind.ts';
import type { Field } from './stream-schema.ts';
import { fitMoment, fitTime } from './time-text.ts';

/**
 * How a field's value becomes the text that a digest is made of, in words that a database can follow:
 *
 * - `text`: its canonical text.
 * - `number`: plain digits without needless zeros, rounded half away from zero to `scale` digits after
 *   the point; null rounds nothing.
 * - `time`, `timestamp`, `timestamptz`: its canonical text, rounded to so many digits of the second.
 */
export type DigestForm =
  | { kind: 'text' }
  | { kind: 'number'; scale: number | null }
  | { kind: 'time' | 'timestamp' | 'timestamptz'; precision: number };

/** A field with the form in which it enters a digest. */
export type DigestField = { name: string; form: DigestForm };

const asText: DigestForm = { kind: 'text' };

/**
 * The form in which values of two fields can be compared by their texts alone: whenever the texts are
 * equal, the values are equal under E13. (Equal values may still have different texts: that costs a
 * closer look and nothing else.) Null where no such form is known.
 */
export function digestForm(left: Field, right: Field): DigestForm | null {
  // The two print the same value differently, and a text may be JSON that the other cannot hold.
  if (left.type.kind === 'json' && right.type.kind === 'json' && left.nativeType !== right.nativeType) {
    return null;
  }
  return formOfTypes(left.type, right.type);
}

function formOfTypes(left: NeutralType, right: NeutralType): DigestForm | null {
  if (isNumberType(left) && isNumberType(right)) return numberForm(left, right);
  if (left.kind === 'text' || right.kind === 'text') {
    // A text that comes from any other type is that type's canonical text, but for booleans.
    return [left.kind, right.kind].some((kind) => kind === 'boolean' || kind === 'native') ? null : asText;
  }
  if (left.kind !== right.kind) return null;
  switch (left.kind) {
    case 'time':
    case 'timestamp':
    case 'timestamptz': {
      const coarser = (coarserType(left, right) ?? coarserType(right, left)) as typeof left | null;
      return coarser ? { kind: left.kind, precision: coarser.precision } : asText;
    }
    case 'array':
      // Elements that need a form of their own are not taken apart.
      return JSON.stringify(left) === JSON.stringify(right) ? asText : null;
    case 'native':
      return left.name === (right as typeof left).name ? asText : null;
    default:
      return asText;
  }
}

function numberForm(left: NumberType, right: NumberType): DigestForm | null {
  if (isFloat(left) || isFloat(right)) return left.kind === right.kind ? asText : null;
  if (isWhole(left) && isWhole(right)) return asText;
  const scales = [left, right].flatMap((type) => {
    if (isWhole(type)) return [0];
    return type.kind === 'decimal' && type.precision !== undefined ? [type.scale ?? 0] : [];
  });
  return { kind: 'number', scale: scales.length > 0 ? Math.min(...scales) : null };
}

/** The text of a value in its form. What every connector's digests must agree with. */
export function digestText(form: DigestForm): (text: string) => string {
  switch (form.kind) {
    case 'text':
      return (text) => text;
    case 'number':
      return (text) => normalNumber(text, form.scale);
    case 'time':
      return (text) => fitTime(text, form.precision);
    case 'timestamp':
    case 'timestamptz': {
      const { kind, precision } = form;
      return (text) => fitMoment(text, kind, precision);
    }
  }
}

/**
 * The text of a whole row, of which a digest takes the MD5 of its UTF-8 bytes: per field the number of
 * its characters (code points), a colon and the characters; for null the colon alone.
 */
export function digestRowText(texts: readonly (string | null)[]): string {
  return texts.map((text) => (text === null ? ':' : `${[...text].length}:${text}`)).join('');
}

/** Do values of this type come in one order, whatever the system? Texts do not: collations differ. */
export function hasOneOrder(type: NeutralType): boolean {
  const ordered: NeutralType['kind'][] = [
    'boolean',
    'int16',
    'int32',
    'int64',
    'uint64',
    'decimal',
    'date',
    'time',
    'timestamp',
    'timestamptz',
    'uuid',
    'bytes',
  ];
  return ordered.includes(type.kind);
}
