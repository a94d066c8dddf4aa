import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arrayLiteral, fieldOf, sampleTypes, textsOf } from '#testing/value-fixtures.ts';
import type { NeutralType } from './neutral-type.ts';
import { fieldEquality, normalText, sideEquality } from './same-value.ts';

const decimal: NeutralType = { kind: 'decimal' };
const char5 = fieldOf({ kind: 'text', max: 5 }, { nativeType: 'character(5)' });
const same = (left: NeutralType, right: NeutralType, a: string | null, b: string | null) =>
  fieldEquality(fieldOf(left), fieldOf(right))(a, b);

describe('[E13] two values are equal in the coarser of the two domains', () => {
  const cases: [NeutralType, NeutralType, string | null, string | null, boolean][] = [
    [decimal, decimal, '1.50', '1.5', true],
    [decimal, decimal, '-0.00', '0', true],
    [decimal, decimal, '1e2', '100', true],
    [decimal, decimal, '10', '1', false],
    [decimal, decimal, 'NaN', 'nan', true],
    [decimal, decimal, 'oops', '1', false],
    [{ kind: 'float64' }, { kind: 'float64' }, '-0', '0', true],
    [{ kind: 'float64' }, { kind: 'float64' }, '1e+15', '1000000000000000', true],
    [{ kind: 'float32' }, { kind: 'float64' }, '0.1', '0.10000000149011612', true],
    [{ kind: 'int64' }, { kind: 'float64' }, '9007199254740993', '9.007199254740992e+15', true],
    [
      { kind: 'decimal', precision: 14, scale: 4 },
      { kind: 'decimal', precision: 12, scale: 2 },
      '1.5034',
      '1.50',
      true,
    ],
    [
      { kind: 'decimal', precision: 14, scale: 4 },
      { kind: 'decimal', precision: 12, scale: 2 },
      '1.5050',
      '1.50',
      false,
    ],
    [
      { kind: 'timestamp', precision: 6 },
      { kind: 'timestamp', precision: 6 },
      '2024-01-01 00:00:00.500',
      '2024-01-01 00:00:00.5',
      true,
    ],
    [
      { kind: 'timestamp', precision: 6 },
      { kind: 'timestamptz', precision: 3 },
      '2024-01-01 00:00:00.0004',
      '2024-01-01 02:00:00+02',
      true,
    ],
    [{ kind: 'timestamp', precision: 6 }, { kind: 'date' }, '2024-01-01 10:00:00', '2024-01-01', true],
    [{ kind: 'json' }, { kind: 'json' }, '{"a":1.0,"b":[true,null]}', '{ "b": [true, null], "a": 1 }', true],
    [{ kind: 'json' }, { kind: 'json' }, '{"a":1,"a":2}', '{"a":2}', true],
    [{ kind: 'json' }, { kind: 'json' }, '"\\u0041"', '"A"', true],
    [{ kind: 'json' }, { kind: 'json' }, '12345678901234567890', '12345678901234567891', false],
    [{ kind: 'json' }, { kind: 'json' }, '[1,2]', '[2,1]', false],
    [{ kind: 'json' }, { kind: 'json' }, '{"a":{}}', '{"a":[]}', false],
    [
      { kind: 'uuid' },
      { kind: 'text' },
      'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
      'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11',
      true,
    ],
    [{ kind: 'text' }, { kind: 'boolean' }, 'yes', 't', true],
    [{ kind: 'text' }, { kind: 'int32' }, 'abc', '1', false],
    [{ kind: 'text' }, { kind: 'text' }, 'a', 'a ', false],
    [{ kind: 'array', of: decimal }, { kind: 'array', of: decimal }, '{1.0,NULL}', '{1,NULL}', true],
    [{ kind: 'native', name: 'x' }, { kind: 'native', name: 'y' }, 'a', 'a', false],
    [decimal, decimal, null, null, true],
    [decimal, decimal, null, '0', false],
    [decimal, decimal, '0', null, false],
  ];
  test.each(cases)('%j and %j: %s and %s are equal: %s', (left, right, a, b, expected) => {
    expect(same(left, right, a, b)).toBe(expected);
  });

  test('blanks at the end of character(n) mean nothing, on either side', () => {
    const text = fieldOf({ kind: 'text' }, { nativeType: 'text' });
    expect(fieldEquality(char5, text)('ab   ', 'ab')).toBe(true);
    expect(fieldEquality(text, char5)('ab ', 'ab   ')).toBe(true);
    expect(fieldEquality(char5, char5)('ab', 'ab   ')).toBe(true);
    expect(fieldEquality(char5, text)('ab   ', 'abc')).toBe(false);
  });
});

test.each(sampleTypes)('a value of %j is equal to itself and to its normal text', (type) => {
  const field = fieldOf(type);
  fc.assert(
    fc.property(textsOf(type), (value) => {
      expect(sideEquality(field)(value, value)).toBe(true);
      expect(sideEquality(field)(value, normalText(field)(value))).toBe(true);
      expect(fieldEquality(field, field)(value, normalText(field)(value))).toBe(true);
    }),
  );
});

test('spellings of one value share their normal text', () => {
  expect(normalText(fieldOf(decimal))('1.50')).toBe(normalText(fieldOf(decimal))('01.5'));
  expect(normalText(fieldOf(decimal))(null)).toBeNull();
  expect(normalText(fieldOf(decimal))('oops')).toBe('oops');
  expect(normalText(char5)('ab   ')).toBe('ab');
});

test('one side’s values: null is equal to null alone', () => {
  const equal = sideEquality(fieldOf(decimal));
  expect(equal(null, null)).toBe(true);
  expect(equal(null, '0')).toBe(false);
  expect(equal('0', null)).toBe(false);
  expect(equal('1.0', '1')).toBe(true);
});

test('JSON of any shape is equal to itself with its keys in another order', () => {
  const json = fieldOf({ kind: 'json' });
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const reversed = JSON.stringify(value, (_, part) =>
        part !== null && typeof part === 'object' && !Array.isArray(part)
          ? Object.fromEntries(Object.entries(part).reverse())
          : part,
      );
      expect(sideEquality(json)(JSON.stringify(value, null, 2), reversed)).toBe(true);
    }),
  );
});

test('an array of texts is equal to itself however it is quoted', () => {
  const texts = fieldOf({ kind: 'array', of: { kind: 'text' } });
  fc.assert(
    fc.property(fc.array(fc.option(fc.string(), { nil: null })), (values) => {
      expect(sideEquality(texts)(arrayLiteral(values), normalText(texts)(arrayLiteral(values)))).toBe(true);
    }),
  );
});
