import { normalDecimal } from '#core/values/decimal-text.ts';
import { Misfit } from '#core/values/misfit.ts';
import { printJson } from './print-json.ts';

/**
 * A value as JSON. The text of before where the value is what that says, so that spelling, order and numbers that
 * JavaScript cannot hold stay. Throws Misfit for what JSON has no word for, and for a changed document with numbers
 * that reading it has already rounded.
 */
export function writeJson(value: unknown, before: string | null): string {
  const text = stringify(value);
  if (before === null) return strictText(value);
  if (text === before || (text === JSON.stringify(JSON.parse(before)) && isAlike(value, before)))
    return before;
  const rounded = roundedNumber(before);
  if (rounded !== null) throw new Misfit(`it was changed, and its number ${rounded} would be rounded`);
  return strictText(value);
}

/** Null in the place of a number that reading could not hold is a change. */
function isAlike(value: unknown, before: string): boolean {
  return !large.test(before) || printJson(value) === printJson(JSON.parse(before));
}

/** Numbers that may be infinite as JavaScript has them. */
const large = /\d[eE]|\d{300}/;

function stringify(value: unknown, replacer?: (key: string, value: unknown) => unknown): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value, replacer);
  } catch (error) {
    if (error instanceof Misfit) throw error;
    throw new Misfit(`JSON cannot hold it (${error instanceof Error ? error.message : 'it throws'})`);
  }
  if (text === undefined) throw new Misfit(`JSON cannot hold a value of type ${typeof value}`);
  return text;
}

function strictText(value: unknown): string {
  return stringify(value, function strict(this: unknown, key, each) {
    if (typeof each === 'number' && !Number.isFinite(each))
      throw new Misfit(`JSON cannot hold ${each} (at ${key})`);
    const misplaced = typeof each === 'function' || typeof each === 'symbol' || each === undefined;
    if (misplaced && Array.isArray(this)) throw new Misfit(`JSON cannot hold ${typeof each} (at ${key})`);
    return each;
  });
}

/** A number of the document that is another one as a JavaScript number; null where there is none. */
function roundedNumber(text: string): string | null {
  // Fifteen digits always come back.
  if (!/[\d.]{16}|\d[eE]/.test(text)) return null;
  let found: string | null = null;
  JSON.parse(text, ((_key: string, value: unknown, context: { source?: string }) => {
    const { source } = context;
    if (typeof value !== 'number' || source === undefined) return value;
    if (!Number.isFinite(value) || normalDecimal(source) !== normalDecimal(String(value))) found ??= source;
    return value;
  }) as (key: string, value: unknown) => unknown);
  return found;
}
