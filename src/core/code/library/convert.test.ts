import fc from 'fast-check';
import { expect, expectTypeOf, test } from 'vitest';
import { fieldOf, sampleTypes, textsOf } from '#testing/value-fixtures.ts';
import { sideEquality } from '../../values/same-value.ts';
import { readCodeValue, writeCodeValue } from '../code-value.ts';
import * as convert from './convert.ts';

const types = sampleTypes.filter(({ kind }) => kind !== 'json');
test('values come to code and back as they were', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...types).chain((type) => textsOf(type).map((text) => ({ type, text }))),
      ({ type, text }) => {
        const back = writeCodeValue(readCodeValue(text, type), type);
        expect(sideEquality(fieldOf(type))(back, text), `${text} became ${back}`).toBe(true);
      },
    ),
    { numRuns: 1000 },
  );
});

test('what does not fit is refused in words', () => {
  expect(() => convert.fit(70_000, 'int16')).toThrow(/^The value does not fit: /);
  expect(() => convert.read('soon', 'date')).toThrow(/^The value does not fit: /);
  expect(() => convert.oneOf('gold', ['trial', 'paying'])).toThrow('it is none of trial, paying');
});

test('results have the types that code sees', () => {
  expectTypeOf(convert.oneOf('a', ['a', 'b'])).toEqualTypeOf<'a' | 'b'>();
  expectTypeOf(convert.fit(null as number | null, 'int64')).toEqualTypeOf<bigint | null>();
  expectTypeOf(convert.read('1', 'decimal(4,2)')).toEqualTypeOf<string>();
});
