/**
 * Exact arithmetic on decimal numbers, which code has as the texts of their digits. Nothing is rounded
 * unless it is asked for. NaN and the infinities, which some systems' decimals have, are refused.
 */
import { ExactNumber } from '../../expression/exact-number.ts';
import { readNumberForm, writeNumberForm } from '../../transform/number-form.ts';
import { floatText } from '../../values/float-text.ts';
import { Misfit } from '../../values/misfit.ts';

/** A number: digits as a text, a whole number, or a JS number by its shortest digits. */
export type Exact = string | bigint | number;

/**
 * How a number between two is rounded: `half-up` away from zero where it is half way (as databases do),
 * `half-even` to the even digit, `half-down` towards zero; `up` always away from zero, `down` always
 * towards it; `ceiling` to the greater, `floor` to the lesser.
 */
export type Rounding = 'half-up' | 'half-even' | 'half-down' | 'up' | 'down' | 'ceiling' | 'floor';

/** How people write a number. */
export type NumberForm = {
  /** The mark before the fraction; a point where none is given. */
  decimal?: '.' | ',';
  /** The mark between groups of three digits; none where none is given. */
  group?: '' | '.' | ',' | ' ' | "'" | '_';
  /** What stands before and behind it. */
  prefix?: string;
  suffix?: string;
};

/**
 * The sum of all that is given.
 * @example decimal.add('0.1', '0.2') // '0.3'
 */
export function add(...values: Exact[]): string {
  return exactly(() => values.map(read).reduce((sum, each) => sum.plus(each), zero));
}

/**
 * The first less the second.
 * @example decimal.sub('1.00', '0.999') // '0.001'
 */
export function sub(from: Exact, value: Exact): string {
  return exactly(() => read(from).plus(read(value).negated()));
}

/**
 * The product of all that is given, with all its digits.
 * @example decimal.mul('1.10', 3) // '3.30'
 */
export function mul(...values: Exact[]): string {
  return exactly(() => values.map(read).reduce((product, each) => product.times(each), one));
}

/**
 * The first by the second, rounded to so many digits behind the point. Throws an error where the second is zero.
 * @example decimal.div(10, 3, 2) // '3.33'
 */
export function div(value: Exact, by: Exact, scale: number, rounding: Rounding = 'half-up'): string {
  return exactly(() => {
    const [over, under] = [read(value), read(by)];
    if (under.units === 0n) throw new Misfit('something is divided by zero');
    const digits = places(scale);
    const numerator = over.units * 10n ** BigInt(digits + under.scale);
    return new ExactNumber(quotient(numerator, under.units * 10n ** BigInt(over.scale), rounding), digits);
  });
}

/**
 * Rounded to so many digits behind the point, which it then has.
 * @example decimal.round('2.345', 2, 'half-even') // '2.34'
 */
export function round(value: Exact, scale = 0, rounding: Rounding = 'half-up'): string {
  return exactly(() => {
    const given = read(value);
    const digits = places(scale);
    if (given.scale <= digits)
      return new ExactNumber(given.units * 10n ** BigInt(digits - given.scale), digits);
    return new ExactNumber(quotient(given.units, 10n ** BigInt(given.scale - digits), rounding), digits);
  });
}

/**
 * -1, 0 or 1, as the first is less than the second, equal, or more: `1.50` and `1.5` are equal.
 * @example [...prices].sort(decimal.compare)
 */
export function compare(a: Exact, b: Exact): -1 | 0 | 1 {
  const sign = within(() => read(a).compare(read(b)));
  return sign < 0 ? -1 : sign > 0 ? 1 : 0;
}

/**
 * Are they the same number, however it is spelled?
 * @example decimal.equal('1.50', '1.5') // true
 */
export function equal(a: Exact, b: Exact): boolean {
  return compare(a, b) === 0;
}

/**
 * The least of what is given.
 * @example decimal.min('2.5', '10') // '2.5'
 */
export function min(first: Exact, ...others: Exact[]): string {
  return exactly(() => others.map(read).reduce((a, b) => (b.compare(a) < 0 ? b : a), read(first)));
}

/**
 * The greatest of what is given.
 * @example decimal.max('2.5', '10') // '10'
 */
export function max(first: Exact, ...others: Exact[]): string {
  return exactly(() => others.map(read).reduce((a, b) => (b.compare(a) > 0 ? b : a), read(first)));
}

/**
 * Without its sign.
 * @example decimal.abs('-1.50') // '1.50'
 */
export function abs(value: Exact): string {
  return exactly(() => {
    const given = read(value);
    return given.units < 0n ? given.negated() : given;
  });
}

/**
 * With the other sign.
 * @example decimal.negate('1.50') // '-1.50'
 */
export function negate(value: Exact): string {
  return exactly(() => read(value).negated());
}

/**
 * Without zeros that say nothing.
 * @example decimal.strip('1.500') // '1.5'
 */
export function strip(value: Exact): string {
  const plain = exactly(() => read(value));
  return plain.includes('.') ? plain.replace(/\.?0+$/, '') : plain;
}

/**
 * Is it a finite number?
 * @example decimal.valid('1,5') // false
 */
export function valid(value: string | null | undefined): boolean {
  if (value === null || value === undefined) return false;
  try {
    ExactNumber.of(value);
    return true;
  } catch {
    return false;
  }
}

/**
 * The number that people wrote. Throws an error where it is not written in that form.
 * @example decimal.parse('1.234,50 €', { decimal: ',', group: '.', suffix: '€' }) // '1234.50'
 */
export function parse(value: string, form: NumberForm = {}): string {
  return within(() => readNumberForm({ ...plainForm, ...form })(value), value);
}

/**
 * The number as people write it, rounded to so many digits behind the point where that is given.
 * @example decimal.format('1234.5', { decimal: ',', group: '.', digits: 2, suffix: ' €' }) // '1.234,50 €'
 */
export function format(value: Exact, form: NumberForm & { digits?: number } = {}): string {
  const { digits } = form;
  const given = digits === undefined ? exactly(() => read(value)) : round(value, digits);
  return within(() => writeNumberForm({ ...plainForm, ...form }, digits)(given));
}

const plainForm = { decimal: '.', group: '', prefix: '', suffix: '' } as const;
const zero = new ExactNumber(0n, 0);
const one = new ExactNumber(1n, 0);

function read(value: Exact): ExactNumber {
  if (typeof value === 'bigint') return new ExactNumber(value, 0);
  try {
    return ExactNumber.of(typeof value === 'number' ? floatText(String(value), 64) : value);
  } catch (error) {
    throw error instanceof Misfit ? new Misfit(`"${value}": ${error.message}`) : error;
  }
}

function places(scale: number): number {
  if (!Number.isInteger(scale) || scale < 0 || scale > 500)
    throw new Misfit('there are from 0 to 500 digits behind the point');
  return scale;
}

/** One whole number by another one, rounded. */
function quotient(over: bigint, under: bigint, rounding: Rounding): bigint {
  const negative = over < 0n !== under < 0n;
  const [a, b] = [over < 0n ? -over : over, under < 0n ? -under : under];
  const whole = a / b;
  const rest = a % b;
  const up = rest > 0n && goesUp(rounding, negative, 2n * rest - b, whole);
  const units = up ? whole + 1n : whole;
  return negative ? -units : units;
}

/** Away from zero? `half` is below zero, zero or above, as the rest is less than half, half, or more. */
function goesUp(rounding: Rounding, negative: boolean, half: bigint, whole: bigint): boolean {
  switch (rounding) {
    case 'half-up':
      return half >= 0n;
    case 'half-down':
      return half > 0n;
    case 'half-even':
      return half > 0n || (half === 0n && whole % 2n === 1n);
    case 'up':
      return true;
    case 'down':
      return false;
    case 'ceiling':
      return !negative;
    case 'floor':
      return negative;
  }
}

function exactly(work: () => ExactNumber): string {
  return within(() => work().toString());
}

function within<T>(work: () => T, value?: string): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    throw new RangeError(value === undefined ? `${error.message}.` : `"${value}": ${error.message}.`);
  }
}
