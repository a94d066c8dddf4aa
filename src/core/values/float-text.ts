import { formatDecimal, parseDecimal, specialNumber } from './decimal-text.ts';
import { Misfit } from './misfit.ts';

/**
 * The number as a float of so many bits prints it in PostgreSQL: the shortest digits that read back
 * as the same float. Here alone a JS number is used, since it holds exactly what a float64 holds.
 * Throws Misfit for what is no number or out of range.
 */
export function floatText(text: string, bits: 32 | 64): string {
  const special = specialNumber(text);
  if (special !== null) return special;
  parseDecimal(text);
  const value = bits === 32 ? Math.fround(Number(text)) : Number(text);
  if (!Number.isFinite(value)) throw new Misfit(`it is out of range for float${bits}`);
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [mantissa = '', exponent = ''] = shortest(value, bits).split('e');
  const power = Number(exponent);
  const digits = mantissa.replace('-', '').replace('.', '');
  const sign = value < 0 ? '-' : '';
  if (power >= -4 && power < (bits === 32 ? 6 : 15)) return sign + plain(digits, power);
  const point = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
  return `${sign}${point}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/**
 * Shortest digits in exponential form that lie strictly nearer to this float than to its neighbours.
 * JS also takes those exactly half way, PostgreSQL does not.
 */
function shortest(value: number, bits: 32 | 64): string {
  const own = value.toExponential();
  if (bits === 64 && Math.abs(value) < 2 ** 53) return own;
  const first = bits === 64 ? own.replace(/e.*/, '').replace(/\D/g, '').length : 1;
  for (let length = first; ; length++) {
    const candidate = withDigits(value, length);
    const back = bits === 64 ? Number(candidate) : Math.fround(Number(candidate));
    // With all its digits a float is itself: the loop ends.
    if (back === value && !isHalfWay(candidate, value, bits)) return candidate;
  }
}

/** The float rounded to so many digits, a tie to the even digit. */
function withDigits(value: number, length: number): string {
  const [mantissa = '', exponent = ''] = Math.abs(value).toExponential(100).split('e');
  const exact = mantissa.replace('.', '').replace(/0+$/, '');
  const rest = exact.slice(length);
  const kept = BigInt(exact.slice(0, length).padEnd(length, '0'));
  const up = rest === '5' ? kept % 2n === 1n : rest >= '5';
  const digits = String(up ? kept + 1n : kept);
  const power = Number(exponent) + digits.length - length;
  const trimmed = digits.replace(/0+$/, '');
  const point = trimmed.length > 1 ? `${trimmed[0]}.${trimmed.slice(1)}` : trimmed;
  return `${value < 0 ? '-' : ''}${point}e${power}`;
}

/** Is the text exactly half way between the float and a neighbour? Only large whole numbers can be. */
function isHalfWay(candidate: string, value: number, bits: 32 | 64): boolean {
  const digits = bits === 64 ? 53 : 24;
  if (Math.abs(value) < 2 ** digits) return false;
  const exact = BigInt(Math.abs(value));
  const binary = exact.toString(2);
  const step = 1n << BigInt(binary.length - digits);
  const below = /^10*$/.test(binary) ? step / 2n : step;
  const distance = BigInt(formatDecimal(parseDecimal(candidate.replace('-', '')))) - exact;
  return distance * 2n === step || distance * -2n === below;
}

function plain(digits: string, power: number): string {
  if (power < 0) return `0.${'0'.repeat(-power - 1)}${digits}`;
  if (digits.length <= power + 1) return digits.padEnd(power + 1, '0');
  return `${digits.slice(0, power + 1)}.${digits.slice(power + 1)}`;
}
