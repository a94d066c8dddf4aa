import { formatDecimal, parseDecimal, roundDecimal } from '../values/decimal-text.ts';
import { Misfit } from '../values/misfit.ts';

/** More digits than anybody computes with; keeps products of products from filling memory. */
const MOST_DIGITS = 1000;

/** A decimal number that is never rounded unless somebody asks for it: `units` · 10^-`scale`. */
export class ExactNumber {
  readonly units: bigint;
  readonly scale: number;

  constructor(units: bigint, scale: number) {
    if (scale > MOST_DIGITS || units > LIMIT || units < -LIMIT)
      throw new Misfit('a number has too many digits');
    this.units = units;
    this.scale = scale;
  }

  /** Throws Misfit for what is no finite number. */
  static of(text: string): ExactNumber {
    const parsed = parseDecimal(text.trim());
    if (parsed.digits.length > MOST_DIGITS || parsed.scale < -MOST_DIGITS || parsed.scale > MOST_DIGITS) {
      throw new Misfit('a number has too many digits');
    }
    const { negative, digits, scale } = parsed.scale < 0 ? roundDecimal(parsed, 0) : parsed;
    return new ExactNumber(BigInt(negative ? `-${digits}` : digits), scale);
  }

  plus(other: ExactNumber): ExactNumber {
    const scale = Math.max(this.scale, other.scale);
    return new ExactNumber(this.#at(scale) + other.#at(scale), scale);
  }

  negated(): ExactNumber {
    return new ExactNumber(-this.units, this.scale);
  }

  times(other: ExactNumber): ExactNumber {
    return new ExactNumber(this.units * other.units, this.scale + other.scale);
  }

  /** Divides and rounds half away from zero. Throws Misfit where the other is zero. */
  dividedBy(other: ExactNumber, digits: number): ExactNumber {
    if (other.units === 0n) throw new Misfit('something is divided by zero');
    const over = this.units * 10n ** BigInt(digits + other.scale);
    const under = other.units * 10n ** BigInt(this.scale);
    const negative = over < 0n !== under < 0n;
    const [a, b] = [over < 0n ? -over : over, under < 0n ? -under : under];
    const units = (2n * a + b) / (2n * b);
    return new ExactNumber(negative ? -units : units, digits);
  }

  /** Rounds half away from zero. */
  rounded(digits: number): ExactNumber {
    return ExactNumber.of(formatDecimal(roundDecimal(this.#parts(), digits)));
  }

  /** Below zero, zero, or above, as this one is less than the other, equal, or more. */
  compare(other: ExactNumber): number {
    const scale = Math.max(this.scale, other.scale);
    const [a, b] = [this.#at(scale), other.#at(scale)];
    return a < b ? -1 : a > b ? 1 : 0;
  }

  toString(): string {
    return formatDecimal(this.#parts());
  }

  #at(scale: number): bigint {
    return this.units * 10n ** BigInt(scale - this.scale);
  }

  #parts() {
    const negative = this.units < 0n;
    return { negative, digits: String(negative ? -this.units : this.units), scale: this.scale };
  }
}

const LIMIT = 10n ** BigInt(MOST_DIGITS);
