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

test('where a changed key did not go straight through, the old one is told by its own lines, and by whether deletes are carried', () => {
  const [, kept, crossed] = lines;
  // Both were on their way at one time; the other side had changed the record, which stays there under its old key.
  const meanwhile = {
    ...kept!,
    side: 'right' as const,
    capturedAt: crossed!.appliedAt - 1,
    appliedAt: crossed!.appliedAt - 1,
  };
  const apart = { ...rename, carried: false, line: { ...crossed!, capturedAt: crossed!.appliedAt - 1 } };
  const end = (under: typeof lines, carries = true) =>
    lifeOf('["1"]', under, [apart], () => carries).lines.find(({ seq }) => seq === '3');
  expect(end([lines[0]!, meanwhile, crossed!])).toMatchObject({
    ...{
      op: 'delete',
      status: 'held',
      targetBefore: null,
      targetAfter: null,
      appliedAt: meanwhile.appliedAt,
    },
  });
  expect(end([lines[0]!, crossed!], false)).toMatchObject({ op: 'delete', status: 'held' });
  expect(end([lines[0]!, crossed!])).toMatchObject({ op: 'delete', status: 'applied', targetAfter: null });
  // What the other side keeps under the old key is none of the new one's.
  expect(seqs(lifeOf('["2"]', [lines[0]!, meanwhile, crossed!], [apart]).roots)).toEqual(['1', '3']);
});

test('keys that pass from one record to another in one transaction are told in the order of its log', () => {
  const [first, , away, into] = lines;
  const moved = {
    ...away!,
    recordKey: '["3"]',
    position: into!.position,
    ordinal: 0,
    appliedAt: into!.appliedAt + 1,
  };
  const came = { ...into!, recordKey: '["2"]', ordinal: 1 };
  const leaving: Rename = { from: '["2"]', to: '["3"]', carried: false, line: moved };
  const coming: Rename = { from: '["1"]', to: '["2"]', carried: false, line: came };
  const told = lifeOf('["2"]', [{ ...first!, recordKey: '["2"]' }], [leaving, coming]).lines;
  const at = (op: string) => told.find((line) => line.op === op && line.seq !== first!.seq)?.appliedAt;
  expect(at('delete')).toBe(at('insert'));
});
