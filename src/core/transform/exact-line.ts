import { formatDecimal, parseDecimal, roundDecimal } from '../values/decimal-text.ts';
import { Misfit } from '../values/misfit.ts';

/** A fraction of whole numbers, the lower one positive. */
export type Ratio = { over: bigint; under: bigint };

/** `slope · x + offset`, in fractions, so that nothing is rounded on the way. */
export type Line = { slope: Ratio; offset: Ratio };

/** A decimal number's text as a fraction. */
export function ratioOf(text: string): Ratio {
  const { negative, digits, scale } = parseDecimal(text);
  const value = BigInt(negative ? `-${digits}` : digits);
  return scale >= 0
    ? { over: value, under: 10n ** BigInt(scale) }
    : { over: value * 10n ** BigInt(-scale), under: 1n };
}

export function times(a: Ratio, b: Ratio): Ratio {
  return reduced({ over: a.over * b.over, under: a.under * b.under });
}

export function plus(a: Ratio, b: Ratio): Ratio {
  return reduced({ over: a.over * b.under + b.over * a.under, under: a.under * b.under });
}

/** 1 / `a`; `a` is not zero. */
export function inverse({ over, under }: Ratio): Ratio {
  return over < 0n ? { over: -under, under: -over } : { over: under, under: over };
}

/** The line that leads back. Its slope is not zero. */
export function inverseLine({ slope, offset }: Line): Line {
  const back = inverse(slope);
  return { slope: back, offset: times({ over: -offset.over, under: offset.under }, back) };
}

/**
 * Where the line leads, in digits; rounded half away from zero only where `digits` says so.
 * Throws Misfit where the result has no end and nothing says where to round it.
 */
export function alongLine({ slope, offset }: Line, digits?: number): (text: string) => string {
  return (text) => {
    const { over, under } = plus(times(ratioOf(text), slope), offset);
    return digits === undefined ? exactDecimal(over, under) : rounded(over, under, digits);
  };
}

function exactDecimal(over: bigint, under: bigint): string {
  let scale = 0;
  let rest = under;
  let twos = 0;
  let fives = 0;
  for (; rest % 2n === 0n; rest /= 2n) twos++;
  for (; rest % 5n === 0n; rest /= 5n) fives++;
  if (rest !== 1n) throw new Misfit('the result has no last digit after the point');
  scale = Math.max(twos, fives);
  return text((over * 10n ** BigInt(scale)) / under, scale);
}

function rounded(over: bigint, under: bigint, digits: number): string {
  const scaled = (over < 0n ? -over : over) * 10n ** BigInt(digits);
  const half = (2n * scaled + under) / (2n * under);
  return text(over < 0n ? -half : half, digits);
}

function text(value: bigint, scale: number): string {
  const plain = { negative: value < 0n, digits: String(value < 0n ? -value : value), scale };
  return formatDecimal(scale < 0 ? roundDecimal(plain, 0) : plain);
}

function reduced({ over, under }: Ratio): Ratio {
  let [a, b] = [over < 0n ? -over : over, under];
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? { over: 0n, under: 1n } : { over: over / a, under: under / a };
}
