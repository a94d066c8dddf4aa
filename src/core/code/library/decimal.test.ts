import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as decimal from './decimal.ts';

const number = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 0, max: 20 }))
  .map(([units, scale]) => decimal.div(units, 10n ** BigInt(scale), scale));

test('sums and products are exact, and go back', () => {
  fc.assert(
    fc.property(number, number, (a, b) => {
      expect(decimal.equal(decimal.sub(decimal.add(a, b), b), a)).toBe(true);
      expect(decimal.equal(decimal.mul(a, b), decimal.mul(b, a))).toBe(true);
      if (!decimal.equal(b, 0)) {
        expect(decimal.equal(decimal.div(decimal.mul(a, b), b, 60), a)).toBe(true);
      }
    }),
  );
});

test.each([
  ['half-up', '2.5', '3'],
  ['half-up', '-2.5', '-3'],
  ['half-even', '2.5', '2'],
  ['half-even', '-3.5', '-4'],
  ['half-down', '2.5', '2'],
  ['half-down', '2.51', '3'],
  ['up', '2.01', '3'],
  ['up', '-2.01', '-3'],
  ['down', '-2.99', '-2'],
  ['ceiling', '-2.01', '-2'],
  ['ceiling', '2.01', '3'],
  ['floor', '-2.01', '-3'],
  ['floor', '2.99', '2'],
  ['up', '2.00', '2'],
] as const)('%s makes %s %s', (rounding, value, wanted) => {
  expect(decimal.round(value, 0, rounding)).toBe(wanted);
  expect(decimal.div(value, 1, 0, rounding)).toBe(wanted);
});

test('every way of rounding stays within one unit, and a rounded number stays', () => {
  const ways = ['half-up', 'half-even', 'half-down', 'up', 'down', 'ceiling', 'floor'] as const;
  fc.assert(
    fc.property(number, fc.integer({ min: 0, max: 10 }), fc.constantFrom(...ways), (value, scale, way) => {
      const rounded = decimal.round(value, scale, way);
      const off = decimal.abs(decimal.sub(rounded, value));
      expect(decimal.compare(off, decimal.div(1, 10n ** BigInt(scale), scale))).toBe(-1);
      expect(decimal.round(rounded, scale, way)).toBe(rounded);
    }),
  );
});

test('what is no number says so', () => {
  expect(() => decimal.add('1,5', 1)).toThrow('"1,5": it is not a number.');
  expect(() => decimal.add('NaN')).toThrow('not a number');
  expect(() => decimal.div(1, '0.00', 2)).toThrow('something is divided by zero.');
  expect(() => decimal.parse('1.5 €')).toThrow('"1.5 €": it is not written in the form of the number.');
  expect(() => decimal.format('1.5', { decimal: ',', digits: -1 })).toThrow('from 0 to 500');
});
