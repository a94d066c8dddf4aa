import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { openKey, sealKey } from './sealed-key.ts';

const secret = randomBytes(32);

test.each(['["1"]', '["ümlaut",null]', `["${'x'.repeat(500)}"]`, ''])('%s comes back', (key) => {
  expect(openKey(secret, 'w', sealKey(secret, 'w', key))).toBe(key);
});

test('the same key has the same form, and keys of other lengths a form of the same length', () => {
  expect(sealKey(secret, 'w', '["1"]')).toBe(sealKey(secret, 'w', '["1"]'));
  expect(sealKey(secret, 'w', '["1"]')).toHaveLength(
    sealKey(secret, 'w', '["somebody@example.test"]').length,
  );
  expect(sealKey(secret, 'w', '["1"]')).not.toBe(sealKey(secret, 'other', '["1"]'));
});

test('a form of another workspace, a changed one and none are refused', () => {
  const sealed = sealKey(secret, 'w', '["1"]');
  const changed = `${sealed.slice(0, -2)}${sealed.endsWith('AA') ? 'BB' : 'AA'}`;
  for (const [workspace, text] of [
    ['other', sealed],
    ['w', changed],
    ['w', 'masked:'],
    ['w', '["1"]'],
  ] as const) {
    expect(() => openKey(secret, workspace, text)).toThrow('not the masked form');
  }
});
