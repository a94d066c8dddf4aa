import { expect, test } from 'vitest';
import { connectedGroups } from './connected-groups.ts';

test('what is linked, however far apart, is one group', () => {
  const groups = connectedGroups([
    [1, 2],
    [5, 6],
    [3, 2],
    [7, 7],
    [4, 3],
  ]);
  expect(groups.map((group) => group.sort()).sort()).toEqual([[1, 2, 3, 4], [5, 6], [7]]);
});
