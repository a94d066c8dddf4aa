import { expect, test } from 'vitest';
import { ErrorCode, errorMeanings } from './codes.ts';
import { errorPolicy } from './policy.ts';

test.each(ErrorCode.options)('%s has a meaning, a concrete remedy and a status', (code) => {
  const policy = errorPolicy[code];
  expect(errorMeanings[code]).toMatch(/\.$/);
  expect(policy.remedy).toMatch(/^[A-Z].{15,}\.$/);
  expect(policy.http).toBeGreaterThanOrEqual(200);
  expect(policy.http).toBeLessThan(600);
});

test('no policy stands for a code that does not exist', () => {
  expect(Object.keys(errorPolicy).sort()).toEqual([...ErrorCode.options].sort());
});
