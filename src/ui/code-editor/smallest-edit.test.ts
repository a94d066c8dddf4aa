import fc from 'fast-check';
import { expect, test } from 'vitest';
import { smallestEdit } from './smallest-edit.ts';

test('the replacement makes the one text the other, and touches no more than it must', () => {
  const short = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 12 });
  fc.assert(
    fc.property(short, short, short, short, (head, before, after, tail) => {
      const [from, to] = [head + before + tail, head + after + tail];
      const edit = smallestEdit(from, to);
      if (edit === null) {
        expect(from).toBe(to);
        return;
      }
      expect(from.slice(0, edit.from) + edit.text + from.slice(edit.to)).toBe(to);
      expect(edit.to - edit.from).toBeLessThanOrEqual(before.length);
      expect(edit.text.length).toBeLessThanOrEqual(after.length);
    }),
  );
});

test('one letter more is one letter put in', () => {
  expect(smallestEdit('const a = 1;', 'const ab = 1;')).toEqual({ from: 7, to: 7, text: 'b' });
});
