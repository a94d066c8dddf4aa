import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromStoredJson, storedText, toStoredJson } from './stored-json.ts';

const texts = fc.string({ unit: fc.constantFrom('\0', '\u2400', '0', 'u', '\\', 'x', '"', '😀') });

test('every value comes back, and what is stored holds no NUL', () => {
  fc.assert(
    fc.property(fc.array(fc.dictionary(fc.constantFrom('a', 'b'), fc.option(texts))), (value) => {
      const stored = toStoredJson(value);
      expect(JSON.stringify(JSON.parse(stored))).not.toMatch(/(?<!\\)(\\\\)*\\u0000/);
      expect(fromStoredJson(JSON.parse(stored))).toEqual(value);
    }),
  );
});

test('a value without one is stored as it is', () => {
  const value = { a: 'plain', b: [1, null, true], c: '\\u0000' };
  expect(toStoredJson({ a: 'plain' })).toBe('{"a":"plain"}');
  expect(JSON.parse(toStoredJson(value))).toEqual(value);
  expect(toStoredJson({ a: 'x\0y' })).toBe('{"a":"x\u24000y"}');
  expect(storedText('x\0y')).toBe('x\u2400y');
});

test('of a message that was cut within a character the rest is stored', () => {
  expect(toStoredJson({ a: '😀'.repeat(2).slice(0, 3), b: '\\ud83d' })).toBe(
    '{"a":"😀\ufffd","b":"\\\\ud83d"}',
  );
});
