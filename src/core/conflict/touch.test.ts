import { expect, test } from 'vitest';
import { touch } from './touch.ts';

const fields = [
  { left: 'a', right: 'x' },
  { left: 'b', right: 'y' },
];
const none = { left: {}, right: {} };

test('an update touches what it changed, under the left names', () => {
  const change = {
    op: 'update',
    before: { x: '1', y: '2' },
    after: { x: '1', y: '3' },
    commitTime: 7,
  } as const;
  expect(touch(none, 'right', change, fields)).toEqual({ left: {}, right: { b: 7 } });
});

test('without the old value, every field of the new row may have changed; an unknown one did not', () => {
  const change = { op: 'update', before: null, after: { a: '1', b: undefined }, commitTime: 7 } as const;
  expect(touch(none, 'left', change, fields)).toEqual({ left: { a: 7 }, right: {} });
});

test('an insert and a delete touch everything and the record itself', () => {
  const insert = { op: 'insert', before: null, after: { a: '1', b: '2' }, commitTime: 7 } as const;
  expect(touch(none, 'left', insert, fields)).toEqual({ left: { '*': 7, a: 7, b: 7 }, right: {} });
  const deletion = { op: 'delete', before: { a: '1' }, after: null, commitTime: 9 } as const;
  expect(touch(none, 'left', deletion, fields).left).toEqual({ '*': 9, a: 9, b: 9 });
});

test('the latest time stays, and what was given is left as it is', () => {
  const before = { left: { a: 9 }, right: { b: 1 } };
  const change = { op: 'update', before: { a: '1' }, after: { a: '2' }, commitTime: 7 } as const;
  expect(touch(before, 'left', change, fields)).toEqual({ left: { a: 9 }, right: { b: 1 } });
  expect(touch(before, 'left', { ...change, commitTime: 12 }, fields).left).toEqual({ a: 12 });
  expect(before).toEqual({ left: { a: 9 }, right: { b: 1 } });
});
