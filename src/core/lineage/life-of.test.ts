import { expect, test } from 'vitest';
import { RecordHistory } from '#testing/record-history.ts';
import { lifeOf, type Rename } from './life-of.ts';

const change = { kind: 'change', side: 'left', field: 'a' } as const;
const lines = new RecordHistory()
  .run([change, change, change, change])
  .lines.map((line, at) => ({ ...line, recordKey: at < 2 ? '["1"]' : '["2"]' }));
const [, , moved] = lines;
const rename: Rename = { from: '["1"]', to: '["2"]', carried: true, line: moved! };
const seqs = (of: { seq: string }[]) => of.map(({ seq }) => seq).toSorted();

test('a record goes on under the key that it had, and ends under it where it was given up', () => {
  const now = lifeOf('["2"]', lines, [rename]);
  expect(seqs(now.lines)).toEqual(['1', '2', '3', '4']);
  expect(now.began).toBe(moved?.appliedAt);
  const then = lifeOf('["1"]', lines, [rename]);
  expect(seqs(then.lines)).toEqual(['1', '2', '3']);
  expect(then.lines.find(({ seq }) => seq === '3')).toMatchObject({
    op: 'delete',
    after: null,
    targetAfter: null,
  });
});

test('another record that had the key before is none of its life', () => {
  const earlier = { ...lines[0]!, seq: '0', recordKey: '["2"]' };
  expect(seqs(lifeOf('["2"]', [earlier, ...lines], [rename]).lines)).toEqual(['1', '2', '3', '4']);
});

test('where the other side did not follow, each key has its own moments, and values their roots all the same', () => {
  const apart = lifeOf('["2"]', lines, [{ ...rename, carried: false }]);
  expect(seqs(apart.lines)).toEqual(['3', '4']);
  expect(apart.lines.find(({ seq }) => seq === '3')).toMatchObject({ op: 'insert', before: null });
  expect(seqs(apart.roots)).toEqual(['1', '2', '3', '4']);
});
