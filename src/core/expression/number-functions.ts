import { floatText } from '../values/float-text.ts';
import { Misfit } from '../values/misfit.ts';
import { ExactNumber } from './exact-number.ts';

const whole = (value: bigint) => new ExactNumber(value, 0);

/** Functions over exact decimals, by their signature. */
export const numberFunctions: Record<string, (...given: never[]) => unknown> = {
  'decimal(string): decimal': (text: string) => ExactNumber.of(text),
  'decimal(int): decimal': (value: bigint) => whole(value),
  'decimal(uint): decimal': (value: { valueOf(): bigint }) => whole(value.valueOf()),
  'decimal(double): decimal': (value: number) => ExactNumber.of(floatText(String(value), 64)),
  'decimal(decimal): decimal': (value: ExactNumber) => value,
  'string(decimal): string': (value: ExactNumber) => String(value),
  'double(decimal): double': (value: ExactNumber) => Number(String(value)),
  'int(decimal): int': (value: ExactNumber) => wholeOf(value),
  'round(decimal, int): decimal': (value: ExactNumber, digits: bigint) => value.rounded(places(digits)),
  'divide(decimal, decimal, int): decimal': (a: ExactNumber, b: ExactNumber, digits: bigint) =>
    a.dividedBy(b, places(digits)),
  'abs(decimal): decimal': (value: ExactNumber) => (value.units < 0n ? value.negated() : value),
  'abs(int): int': (value: bigint) => (value < 0n ? -value : value),
};

/** Operators over exact decimals, and between them and whole numbers. */
export const numberOperators: Record<string, (a: never, b: never) => unknown> = {
  ...both('+', (a, b) => a.plus(b)),
  ...both('-', (a, b) => a.plus(b.negated())),
  ...both('*', (a, b) => a.times(b)),
  ...both('<', (a, b) => a.compare(b) < 0),
  ...both('<=', (a, b) => a.compare(b) <= 0),
  ...both('>', (a, b) => a.compare(b) > 0),
  ...both('>=', (a, b) => a.compare(b) >= 0),
  ...both('==', (a, b) => a.compare(b) === 0),
};

function both(
  operator: string,
  apply: (a: ExactNumber, b: ExactNumber) => unknown,
): Record<string, (a: never, b: never) => unknown> {
  const exact = (value: ExactNumber | bigint) => (typeof value === 'bigint' ? whole(value) : value);
  const handle = (a: ExactNumber | bigint, b: ExactNumber | bigint) => apply(exact(a), exact(b));
  const result = typeof apply(whole(1n), whole(1n)) === 'boolean' ? 'bool' : 'decimal';
  // The library makes the other order of an equality itself.
  const pairs = ['decimal', 'decimal | int', ...(operator === '==' ? [] : ['int | decimal'])];
  return Object.fromEntries(
    pairs.map((pair) => {
      const [left, right = left] = pair.split(' | ');
      return [`${left} ${operator} ${right}: ${result}`, handle];
    }),
  );
}

function places(digits: bigint): number {
  if (digits < 0n || digits > 100n) throw new Misfit('digits after the point are from 0 to 100');
  return Number(digits);
}

function wholeOf(value: ExactNumber): bigint {
  const rounded = value.rounded(0);
  if (rounded.compare(value) !== 0) throw new Misfit(`${value} is not a whole number`);
  return rounded.units;
}
