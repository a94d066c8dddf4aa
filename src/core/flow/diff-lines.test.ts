import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeLines, diffLines } from './diff-lines.ts';

const text = fc
  .array(fc.constantFrom('a', 'b', '', '}', 'constructor'), { maxLength: 12 })
  .map((lines) => lines.join('\n'));

test('the blocks of a diff are both texts, and what is the same in them is the same', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const blocks = diffLines(before, after);
      expect(blocks.flatMap((block) => block.before).join('\n')).toBe(before);
      expect(blocks.flatMap((block) => block.after).join('\n')).toBe(after);
      for (const { kind, before: was, after: is } of blocks) {
        if (kind === 'same') expect(was).toEqual(is);
      }
    }),
  );
});

test('a line in the middle of a long text is the only block that changed', () => {
  const lines = Array.from({ length: 30_000 }, () => '');
  const changed = [...lines.slice(0, 9000), 'x', ...lines.slice(9000)];
  expect(diffLines(lines.join('\n'), changed.join('\n')).filter(({ kind }) => kind === 'changed')).toEqual([
    { kind: 'changed', before: [], after: ['x'] },
  ]);
});

test.each([
  ['', 'a\nb', '2 lines added'],
  ['a\nb\nc', 'a\nc', '1 line removed'],
  ['a\nb\nc', 'a\nx\ny\nc', '2 lines added, 1 removed'],
])('%j to %j: %s', (before, after, words) => {
  expect(describeLines(before, after)).toBe(words);
});
