import { expect, test } from 'vitest';
import { textArray } from './text-array.ts';

test('an array literal quotes what needs it, and tells null from its name', () => {
  expect(textArray([])).toBe('{}');
  expect(textArray(['a', 'b,c', ''])).toBe('{"a","b,c",""}');
  expect(textArray(['NULL', null, undefined])).toBe('{"NULL",NULL,NULL}');
  expect(textArray(['say "hi"', 'back\\slash', 'plain'])).toBe('{"say \\"hi\\"","back\\\\slash","plain"}');
});

test('a value that PostgreSQL refuses stays one value', () => {
  expect(textArray(['a', 'b\0c', 'd'])).toBe('{"a","b\0c","d"}');
  expect(textArray(['\0'])).toBe('{"\0"}');
});
