import { expect, test } from 'vitest';
import { debugPath, failedInCode, parseDebug } from './debug-path.ts';

test('a link names a line, and is read again', () => {
  const line = { laneId: 'f1:a-map-b', recordKey: '["x~1","ü"]', seq: '17' };
  const path = debugPath(line);
  expect(path).toMatch(/^\/flows\/f1\/build\?debug=17/);
  const debug = new URLSearchParams(path.split('?')[1]).get('debug');
  expect(parseDebug('f1', debug)).toEqual({ flowId: 'f1', ...line });
  for (const wrong of [null, '', 'x~y~z', '17~a b~k']) expect(parseDebug('f1', wrong)).toBeNull();
});

test('only what code failed on leads to it', () => {
  expect(failedInCode({ code: 'CODE_TIMEOUT' })).toBe(true);
  expect(failedInCode({ code: 'UNIQUE_TAKEN' as never })).toBe(false);
  expect(failedInCode({ code: null })).toBe(false);
});
