import { mapArrayText } from './array-text.ts';
import { isBlankPadded, withoutPadding } from './blank-padded.ts';
import { fieldCast } from './cast.ts';
import { normalDecimal } from './decimal-text.ts';
import { canonicalJson } from './json-text.ts';
import { Misfit } from './misfit.ts';
import type { NeutralType } from './neutral-type.ts';
import { readText } from './read-text.ts';
import type { Field } from './stream-schema.ts';
import type { Value } from './value.ts';

/** Are these two values the same? */
export type Equality = (a: Value, b: Value) => boolean;

type Normalise = (text: string) => string;

/**
 * Equality of a left and a right value (E13): they are equal if the left one cast forward is the
 * right one, or the right one cast backward is the left one. Null equals only null. Casts that do not
 * exist or fail count as not equal.
 */
export function fieldEquality(left: Field, right: Field): Equality {
  const forward = castWithin(left, right);
  const backward = castWithin(right, left);
  return (leftValue, rightValue) => {
    if (leftValue === null || rightValue === null) return leftValue === rightValue;
    return forward(leftValue, rightValue) || backward(rightValue, leftValue);
  };
}

/** Equality of two values of one field, whatever their spelling: 1.50 is 1.5, keys of JSON have no order. */
export function sideEquality(field: Field): Equality {
  const normalise = normaliser(field);
  return (a, b) => a === b || (a !== null && b !== null && attempt(normalise, a) === attempt(normalise, b));
}

/** One text for each value of a field, whatever its spelling; a text that is no value of it stays as it is. */
export function normalText(field: Field): (value: Value) => Value {
  const normalise = normaliser(field);
  return (value) => (value === null ? null : attempt(normalise, value));
}

/** Does `value`, cast from one field to the other, give `expected`? */
function castWithin(from: Field, to: Field): (value: string, expected: string) => boolean {
  const cast = fieldCast(from, to);
  if ('refused' in cast) return () => false;
  const normalise = normaliser(to);
  return (value, expected) => {
    let converted: string;
    try {
      converted = cast.convert(value);
    } catch (error) {
      if (error instanceof Misfit) return false;
      throw error;
    }
    return converted === expected || attempt(normalise, converted) === attempt(normalise, expected);
  };
}

function attempt(normalise: Normalise, text: string): string {
  try {
    return normalise(text);
  } catch (error) {
    if (error instanceof Misfit) return text;
    throw error;
  }
}

function normaliser(field: Field): Normalise {
  return isBlankPadded(field) ? withoutPadding : typeNormaliser(field.type);
}

function typeNormaliser(type: NeutralType): Normalise {
  switch (type.kind) {
    case 'int16':
    case 'int32':
    case 'int64':
    case 'uint64':
    case 'decimal':
      return normalDecimal;
    case 'float32':
    case 'float64': {
      const read = readText(type);
      return (text) => normalDecimal(read(text));
    }
    case 'json':
      return canonicalJson;
    case 'date':
    case 'time':
    case 'timestamp':
    case 'timestamptz':
    case 'boolean':
    case 'uuid':
    case 'bytes':
      return readText(type);
    case 'array': {
      const element = typeNormaliser(type.of);
      return (text) => mapArrayText(text, element);
    }
    default:
      return (text) => text;
  }
}
