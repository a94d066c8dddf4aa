import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRecordKey, recordKey } from './record-key.ts';

const value = fc.option(fc.string({ unit: 'binary' }), { nil: null });

test('a record key reads back as the values it was made of', () => {
  fc.assert(
    fc.property(fc.array(value), (values) => {
      expect(parseRecordKey(recordKey(values))).toEqual(values);
    }),
  );
});

test('different values never share a key', () => {
  fc.assert(
    fc.property(fc.array(value), fc.array(value), (a, b) => {
      expect(recordKey(a) === recordKey(b)).toBe(a.length === b.length && a.every((v, i) => v === b[i]));
    }),
  );
});

test('it is compact JSON', () => {
  expect(recordKey(['42', null, 'a"b'])).toBe('["42",null,"a\\"b"]');
});

test.each(['', '42', '{"a":1}', '[1]', '["a"', 'null'])('%j is refused', (text) => {
  expect(() => parseRecordKey(text)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
});
