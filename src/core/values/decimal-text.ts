import { Misfit } from './misfit.ts';

/** `digits` × 10^-`scale`, digits without leading zeros (`0` for zero). */
export type Decimal = { negative: boolean; digits: string; scale: number };

const form = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,6}))?$/;
const infinite = /^([+-]?)inf(?:inity)?$/i;
/** Nothing that PostgreSQL's numeric holds is longer; keeps `1e999999` from filling memory. */
const LONGEST = 150_000;
const ZERO = '0'.charCodeAt(0);

/** `NaN`, `Infinity` or `-Infinity` where the text says so, else null. */
export function specialNumber(text: string): 'NaN' | 'Infinity' | '-Infinity' | null {
  if (/^nan$/i.test(text)) return 'NaN';
  const match = infinite.exec(text);
  if (match === null) return null;
  return match[1] === '-' ? '-Infinity' : 'Infinity';
}

/** Reads a finite number's text, with or without exponent. Throws Misfit. */
export function parseDecimal(text: string): Decimal {
  const match = form.exec(text);
  const whole = match?.[2] ?? '';
  const fraction = match?.[3] ?? '';
  if (match === null || whole.length + fraction.length === 0) throw new Misfit('it is not a number');
  const scale = fraction.length - Number(match[4] ?? 0);
  if (Math.abs(scale) + whole.length > LONGEST) throw new Misfit('it is out of range');
  const digits = (whole + fraction).replace(/^0+(?=\d)/, '');
  return { negative: match[1] === '-' && digits !== '0', digits, scale };
}

/** Rounds half away from zero to so many digits after the point, as PostgreSQL's numeric does; pads to them. */
export function roundDecimal(value: Decimal, scale: number): Decimal {
  const drop = value.scale - scale;
  if (drop === 0) return value;
  if (drop < 0) {
    const digits = value.digits === '0' ? '0' : value.digits + '0'.repeat(-drop);
    return { ...value, digits, scale };
  }
  const kept = value.digits.length > drop ? value.digits.slice(0, -drop) : '0';
  const next = value.digits.length >= drop ? value.digits.charAt(value.digits.length - drop) : '0';
  const digits = next >= '5' ? String(BigInt(kept) + 1n) : kept;
  return { negative: value.negative && digits !== '0', digits, scale };
}

/** Plain digits, with exactly `scale` of them after the point where it is positive. */
export function formatDecimal({ negative, digits, scale }: Decimal): string {
  const sign = negative ? '-' : '';
  if (scale <= 0) return sign + digits + (digits === '0' ? '' : '0'.repeat(-scale));
  const padded = digits.padStart(scale + 1, '0');
  return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}

/**
 * The number as a field `decimal(precision,scale)` holds it; without a precision, as it is but
 * without exponent. Throws Misfit when it has too many digits before the point.
 */
export function fitDecimal(text: string, precision: number | undefined, scale: number): string {
  const special = specialNumber(text);
  if (special !== null) {
    if (special !== 'NaN' && precision !== undefined) throw new Misfit('it is infinite');
    return special;
  }
  const parsed = parseDecimal(text);
  if (precision === undefined) return formatDecimal(parsed.scale < 0 ? roundDecimal(parsed, 0) : parsed);
  const rounded = roundDecimal(parsed, scale);
  if (rounded.digits !== '0' && rounded.digits.length > precision) {
    const before = precision - scale;
    throw new Misfit(before > 0 ? `it has more than ${before} digits before the point` : 'it is too large');
  }
  return formatDecimal(rounded);
}

/** As nearly all numbers are spelled: read without the detours that exponents take. */
const plain = /^-?\d{1,20}(?:\.\d{1,20})?$/;

/** The same number always gives the same text: no needless zeros, no `-0`. */
export function normalDecimal(text: string): string {
  if (plain.test(text)) return normalPlain(text);
  const special = specialNumber(text);
  if (special !== null) return special;
  const parsed = parseDecimal(text);
  const digits = parsed.digits.replace(/0+$/, '') || '0';
  if (digits === '0') return '0';
  return `${parsed.negative ? '-' : ''}${digits}e${parsed.digits.length - digits.length - parsed.scale}`;
}

function normalPlain(text: string): string {
  const sign = text.startsWith('-') ? '-' : '';
  const point = text.indexOf('.');
  const whole = text.slice(sign.length, point < 0 ? text.length : point);
  const digits = point < 0 ? whole : whole + text.slice(point + 1);
  let [first, end] = [0, digits.length];
  while (digits.charCodeAt(first) === ZERO) first += 1;
  while (end > first && digits.charCodeAt(end - 1) === ZERO) end -= 1;
  return end === first ? '0' : `${sign}${digits.slice(first, end)}e${whole.length - end}`;
}

/** The number in plain digits without needless zeros, rounded to so many after the point; null rounds nothing. */
export function normalNumber(text: string, scale: number | null): string {
  const special = specialNumber(text);
  if (special !== null) return special;
  const parsed = parseDecimal(text);
  const rounded = scale === null ? parsed : roundDecimal(parsed, scale);
  const plain = formatDecimal(rounded);
  return plain.includes('.') ? plain.replace(/\.?0+$/, '') : plain;
}

/** The ranges of the whole numbers. */
export const wholeRanges = {
  int16: [-32_768n, 32_767n],
  int32: [-2_147_483_648n, 2_147_483_647n],
  int64: [-9_223_372_036_854_775_808n, 9_223_372_036_854_775_807n],
  uint64: [0n, 18_446_744_073_709_551_615n],
} as const;
export type WholeKind = keyof typeof wholeRanges;

/** The number as a whole one, rounded half away from zero. Throws Misfit when it is out of range. */
export function fitWhole(text: string, kind: WholeKind): string {
  if (specialNumber(text) !== null) throw new Misfit('it is not finite');
  const parsed = parseDecimal(text);
  if (parsed.digits.length - parsed.scale > 20) throw new Misfit(`it is out of range for ${kind}`);
  const rounded = formatDecimal(roundDecimal(parsed, 0));
  const value = BigInt(rounded);
  const [least, most] = wholeRanges[kind];
  if (value < least || value > most) throw new Misfit(`it is out of range for ${kind}`);
  return rounded;
}

/** `a` − `b` + `c`, exactly. Throws Misfit for what is no finite number. */
export function shiftDecimal(a: string, b: string, c: string): string {
  const parts = [parseDecimal(a), parseDecimal(b), parseDecimal(c)] as const;
  const scale = Math.max(0, ...parts.map((part) => part.scale));
  const [x, y, z] = parts.map((part) => {
    const { negative, digits } = roundDecimal(part, scale);
    return BigInt(negative ? `-${digits}` : digits);
  }) as [bigint, bigint, bigint];
  const sum = x - y + z;
  return formatDecimal({ negative: sum < 0n, digits: String(sum < 0n ? -sum : sum), scale });
}
