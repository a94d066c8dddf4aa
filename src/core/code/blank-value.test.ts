import { expect, test } from 'vitest';
import { describeType } from '#core/values/describe-type.ts';
import { readText } from '#core/values/read-text.ts';
import { sampleTypes } from '#testing/value-fixtures.ts';
import { blankValue, filledRow } from './blank-value.ts';

test.each(
  sampleTypes.filter(({ kind }) => kind !== 'native').map((type) => [describeType(type), type] as const),
)('the plain value of %s is one of its values', (_, type) => {
  const value = blankValue({ type, nullable: false });
  expect(readText(type)(value ?? '')).toBe(value);
  expect(blankValue({ type, nullable: true })).toBeNull();
});

test('a row is filled with what it lacks, and has nothing else', () => {
  const fields = [
    { name: 'id', type: { kind: 'int32' }, nullable: false },
    { name: 'name', type: { kind: 'text' }, nullable: false },
    { name: 'note', type: { kind: 'text' }, nullable: true },
  ] as const;
  expect(filledRow(fields, { note: 'x', other: 'y' })).toEqual({ id: '0', name: '', note: 'x' });
});
