import { expect, test } from 'vitest';
import { codeChanges } from './code-changes.ts';
import { CodeNode } from './flow-graph.ts';

const plain = CodeNode.parse({ id: 'names', kind: 'code', label: 'Names', form: 'lens', source: 'a\nb' });
const told = (after: Partial<CodeNode>) =>
  codeChanges(plain, { ...plain, ...after }).map(({ path, sentence }) => `${path}: ${sentence}`);

test('the same node has no changes', () => {
  expect(told({})).toEqual([]);
});

test.each<[Partial<CodeNode>, string]>([
  [{ form: 'transform' }, 'names › form: Names is a transform instead of a lens.'],
  [{ source: 'a\nc' }, 'names › source: Changes the code of Names: 1 line added, 1 removed.'],
  [
    { fields: [{ name: 'full', type: { kind: 'text' }, nullable: true }] },
    'names › fields: Names makes full text.',
  ],
  [{ modules: { phones: 2 } }, 'names › library/phones: Names uses version 2 of library/phones.'],
  [
    { leave: 'delete' },
    'names › leave: At Names, records that the code lets through no more are deleted on the other side.',
  ],
  [
    { cases: [{ name: 'one', entry: 'forward', input: {}, expect: { kind: 'records', rows: [] } }] },
    'names › case › forward › one: Adds the case "one" of Names.',
  ],
  [
    { lawless: { reason: 'Nobody reads titles.' } },
    'names › laws: The functions of Names need not undo each other: Nobody reads titles.',
  ],
])('%j', (after, sentence) => {
  expect(told(after)).toEqual([sentence]);
});
