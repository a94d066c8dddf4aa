import { expect, test } from 'vitest';
import { isolatedPoints } from './isolated-points.ts';

test('values without a neighbour are told, at either end too; those of a line are not', () => {
  expect(isolatedPoints([0, null, 2, 3, undefined, 5])).toEqual([0, 5]);
  expect(isolatedPoints([null, 1, 2])).toBeNull();
  expect(isolatedPoints([])).toBeNull();
});
