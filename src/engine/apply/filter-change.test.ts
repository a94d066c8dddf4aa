import { expect, test } from 'vitest';
import type { Change } from '#core/change/change-event.ts';
import type { FilterLeave } from '#core/flow/flow-graph.ts';
import type { CompiledFilter } from '../plan/compile-filter.ts';
import { filterChange } from './filter-change.ts';

const filter = (leave: FilterLeave): CompiledFilter => ({
  reads: ['a'],
  holds: (row) => row.a === 'in',
  leave: () => leave,
});
const change = (before: Change['before'], after: Change['after']): Change =>
  ({ op: before ? (after ? 'update' : 'delete') : 'insert', before, after }) as Change;
const [inside, outside] = [
  { id: '1', a: 'in', b: 'x' },
  { id: '1', a: 'out', b: 'x' },
];

test('what meets the filter before and after goes through as it is', () => {
  for (const each of [change(null, inside), change(inside, { ...inside, b: 'y' }), change(inside, null)]) {
    expect(filterChange(filter('keep'), each)).toBe(each);
  }
});

test('what never met it is hidden', () => {
  for (const each of [
    change(null, outside),
    change(outside, { ...outside, b: 'y' }),
    change(outside, null),
  ]) {
    expect(filterChange(filter('delete'), each)).toBe('hidden');
  }
});

test('a record that comes to meet it comes into being, one that leaves is kept or deleted', () => {
  expect(filterChange(filter('keep'), change(outside, inside))).toMatchObject({
    op: 'insert',
    before: null,
    after: inside,
  });
  expect(filterChange(filter('keep'), change(inside, outside))).toBe('left');
  expect(filterChange(filter('delete'), change(inside, outside))).toMatchObject({
    op: 'delete',
    before: inside,
    after: null,
  });
});

test('a field that the log leaves out of the new row is as it was', () => {
  const unchanged = { id: '1', a: undefined, b: 'y' };
  expect(filterChange(filter('keep'), change(inside, unchanged))).toMatchObject({ op: 'update' });
  expect(filterChange(filter('keep'), change(outside, unchanged))).toBe('hidden');
  const entered = filterChange(
    filter('keep'),
    change({ ...outside, b: undefined }, { ...inside, b: undefined }),
  );
  expect(entered).toMatchObject({ op: 'insert', after: { a: 'in' } });
});
