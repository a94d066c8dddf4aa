import { describe, expect, it } from 'vitest';
import { changedValues } from './changed-values.ts';

describe('changedValues', () => {
  it('puts what changed first', () => {
    expect(changedValues({ a: '1', b: '2' }, { a: '1', b: '3' })).toEqual([
      { field: 'b', before: '2', after: '3', changed: true },
      { field: 'a', before: '1', after: '1', changed: false },
    ]);
  });

  it('keeps the order that is asked for, the rest after it', () => {
    const values = changedValues(null, { a: '1', b: '2', c: '3' }, ['c', 'gone', 'a']);
    expect(values.map((value) => value.field)).toEqual(['c', 'a', 'b']);
  });

  it('tells null from absent', () => {
    expect(changedValues(null, { a: null })).toEqual([
      { field: 'a', before: undefined, after: null, changed: true },
    ]);
    expect(changedValues({ a: 'x' }, null)[0]).toMatchObject({ before: 'x', after: undefined });
  });
});
