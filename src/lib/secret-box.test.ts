import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { open, seal } from './secret-box.ts';

const key = randomBytes(32);

test('what was sealed opens with the same key and context', () => {
  expect(open(key, seal(key, 'pässword', 'c1'), 'c1')).toBe('pässword');
});

test('two seals of one text differ, and neither shows it', () => {
  const first = seal(key, 'password', 'c1');
  expect(first).not.toBe(seal(key, 'password', 'c1'));
  expect(first).not.toContain(Buffer.from('password').toString('base64').slice(0, 8));
});

test('another key, another context and a changed text do not open', () => {
  const sealed = seal(key, 'password', 'c1');
  const [mark, iv, tag] = sealed.split('.');
  const forged = [mark, iv, tag, Buffer.from('passw0rd').toString('base64')].join('.');
  expect(() => open(randomBytes(32), sealed, 'c1')).toThrow();
  expect(() => open(key, sealed, 'c2')).toThrow();
  expect(() => open(key, forged, 'c1')).toThrow();
  expect(() => open(key, 'password', 'c1')).toThrow('not a sealed text');
});
