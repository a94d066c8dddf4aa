import { describe, expect, it } from 'vitest';
import { ownPath } from './own-path.ts';

describe('ownPath', () => {
  it.each([
    ['/w/main/records?status=failed', '/w/main/records?status=failed'],
    [undefined, '/'],
    ['', '/'],
    ['https://elsewhere.example/', '/'],
    ['//elsewhere.example/', '/'],
    ['/\\elsewhere.example', '/'],
    ['w/main', '/'],
  ])('takes %s to %s', (path, result) => {
    expect(ownPath(path, '/')).toBe(result);
  });
});
