import { parseDecimal, specialNumber } from './decimal-text.ts';
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

/** Shortest digits in exponential form. */
function shortest(value: number, bits: 32 | 64): string {
  if (bits === 64) return value.toExponential();
  for (let places = 0; places < 8; places++) {
    const candidate = value.toExponential(places);
    if (Math.fround(Number(candidate)) === value) return candidate;
  }
  return value.toExponential(8);
}

function plain(digits: string, power: number): string {
  if (power < 0) return `0.${'0'.repeat(-power - 1)}${digits}`;
  if (digits.length <= power + 1) return digits.padEnd(power + 1, '0');
  return `${digits.slice(0, power + 1)}.${digits.slice(power + 1)}`;
}
