import fc from 'fast-check';
import { expect, test } from 'vitest';
import { numberLines } from './number-lines.ts';

test('tells what stays, goes and comes', () => {
  const shown = numberLines('a\nb\nc', 'a\nconstructor\nc\nd').map(
    ({ kind, text, before, after }) => `${kind} ${text} ${before}/${after}`,
  );
  expect(shown).toEqual([
    'same a 1/1',
    'removed b 2/null',
    'added constructor null/2',
    'same c 3/3',
    'added d null/4',
  ]);
});

test('both texts can be read from it', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 })
    .map((lines) => lines.join('\n'));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = numberLines(before, after);
      const read = (without: string) =>
        lines
          .filter(({ kind }) => kind !== without)
          .map((line) => line.text)
          .join('\n');
      expect([read('added'), read('removed')]).toEqual([before, after]);
    }),
    { numRuns: 200 },
  );
});
