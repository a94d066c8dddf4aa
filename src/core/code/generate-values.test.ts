import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldOf, sampleTypes } from '#testing/value-fixtures.ts';
import { arrayElements } from '../values/array-text.ts';
import { describeType } from '../values/describe-type.ts';
import { readText } from '../values/read-text.ts';
import { normalText } from '../values/same-value.ts';
import type { CodeField } from './code-field.ts';
import { rowsOf, valuesOf } from './generate-values.ts';

describe('values of', () => {
  const readable = sampleTypes.filter(({ kind }) => kind !== 'native');
  test.each(readable.map((type) => [describeType(type), type] as const))(
    '%s are canonical texts of it',
    (_, type) => {
      const read = readText(type);
      const normal = normalText(fieldOf(type));
      fc.assert(
        fc.property(valuesOf(type), (text) => {
          expect(normal(read(text))).toBe(normal(text));
          if (type.kind !== 'json' && type.kind !== 'array') expect(read(text)).toBe(text);
          if (type.kind === 'array') expect(arrayElements(text).length).toBeLessThan(6);
        }),
        { seed: 7 },
      );
    },
  );

  test('a text with a limit keep to it, and reach it', () => {
    const lengths = fc
      .sample(valuesOf({ kind: 'text', max: 12 }), { seed: 7, numRuns: 300 })
      .map((text) => [...text].length);
    expect(Math.max(...lengths)).toBe(12);
    expect(Math.min(...lengths)).toBe(0);
  });

  test.each([
    ['long texts', { kind: 'text' }, (text: string) => text.length > 1000],
    ['letters of other scripts', { kind: 'text' }, (text: string) => /\p{Script=Han}/u.test(text)],
    ['the least', { kind: 'int64' }, (text: string) => text === '-9223372036854775808'],
    ['what a float does not hold', { kind: 'uint64' }, (text: string) => text === '9007199254740993'],
    [
      'the largest decimal',
      { kind: 'decimal', precision: 12, scale: 2 },
      (text: string) => text === '9999999999.99',
    ],
    [
      'an hour that a clock skips',
      { kind: 'timestamptz', precision: 6 },
      (text: string) => text === '2026-03-29 01:00:00+00',
    ],
    ['microseconds', { kind: 'timestamp', precision: 6 }, (text: string) => /\.\d{6}$/.test(text)],
    ['a leap day', { kind: 'date' }, (text: string) => text === '2024-02-29'],
  ] as const)('have %s among them', (_, type, isIt) => {
    expect(fc.sample(valuesOf(type), { seed: 7, numRuns: 600 }).some(isIt)).toBe(true);
  });

  test('a native type are those that are known', () => {
    const seen = fc.sample(valuesOf({ kind: 'native', name: 'point' }, ['(1,2)', '(3,4)']), {
      seed: 7,
      numRuns: 20,
    });
    expect(new Set(seen)).toEqual(new Set(['(1,2)', '(3,4)']));
  });
});

describe('rows', () => {
  const fields: CodeField[] = [
    { name: 'id', type: { kind: 'int32' }, nullable: false },
    { name: '__proto__', type: { kind: 'text' }, nullable: true },
    { name: 'tags', type: { kind: 'array', of: { kind: 'text' } }, nullable: true },
  ];
  const drawn = fc.sample(rowsOf(fields, [{ id: '4711', ['__proto__']: 'seen', tags: null }]), {
    seed: 7,
    numRuns: 200,
  });

  test('have every field, null only where it may be', () => {
    for (const row of drawn) expect(Object.keys(row)).toEqual(['id', '__proto__', 'tags']);
    expect(drawn.some((row) => row.id === null)).toBe(false);
    expect(drawn.some((row) => row.tags === null)).toBe(true);
  });

  test('mix in values that occur', () => {
    expect(drawn.filter((row) => row.id === '4711').length).toBeGreaterThan(5);
    expect(drawn.some((row) => Object.values(row).includes('seen'))).toBe(true);
  });
});
