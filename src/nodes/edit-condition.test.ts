import { expect, test } from 'vitest';
import type { ConditionGroup, ConditionItem } from '#core/expression/condition-tree.ts';
import { type ConditionPath, itemAt, movedTo, stepItem, withItem, withoutItem } from './edit-condition.ts';

const leaf = (text: string): ConditionItem => ({ kind: 'text', text });
const group = (...items: ConditionItem[]): ConditionGroup => ({
  kind: 'group',
  join: 'all',
  not: false,
  items,
});
const tree = group(leaf('a'), group(leaf('b'), leaf('c')), leaf('d'));

/** `a (b c) d` */
function shown(item: ConditionItem): string {
  if (item.kind !== 'group') return item.kind === 'text' ? item.text : item.field;
  return item.items.map((each) => (each.kind === 'group' ? `(${shown(each)})` : shown(each))).join(' ');
}

test('an item steps past its neighbours, into groups, and out of them', () => {
  const step = (path: ConditionPath, by: -1 | 1) => {
    const moved = stepItem(tree, path, by);
    if (!moved) return null;
    expect(shown(itemAt(moved.tree, moved.path) as ConditionItem)).toBe(
      shown(itemAt(tree, path) as ConditionItem),
    );
    return shown(moved.tree);
  };
  expect(step([0], 1)).toBe('(a b c) d');
  expect(step([0], -1)).toBeNull();
  expect(step([2], -1)).toBe('a (b c d)');
  expect(step([2], 1)).toBeNull();
  expect(step([1, 0], -1)).toBe('a b (c) d');
  expect(step([1, 0], 1)).toBe('a (c b) d');
  expect(step([1, 1], 1)).toBe('a (b) c d');
  expect(step([1], 1)).toBe('a d (b c)');
  expect(step([1], -1)).toBe('(b c) a d');
});

test('an item is dropped before another one, wherever that stands, but not into itself', () => {
  const drop = (from: ConditionPath, to: ConditionPath) => {
    const moved = movedTo(tree, from, to);
    return moved && shown(moved.tree);
  };
  expect(drop([0], [1, 1])).toBe('(b a c) d');
  expect(drop([1, 0], [0])).toBe('b a (c) d');
  expect(drop([1, 0], [3])).toBe('a (c) d b');
  expect(drop([2], [0])).toBe('d a (b c)');
  expect(drop([0], [3])).toBe('(b c) d a');
  expect(drop([1], [1, 1])).toBeNull();
  expect(drop([0], [1])).toBeNull();
});

test('an item is changed or removed in its place', () => {
  expect(shown(withItem(tree, [1, 0], leaf('x')))).toBe('a (x c) d');
  expect(shown(withoutItem(tree, [1]))).toBe('a d');
  expect(shown(withItem(tree, [], group()))).toBe('');
  expect(itemAt(tree, [0, 1])).toBeNull();
});
