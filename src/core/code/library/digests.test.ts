import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bucket, md5, sha1, sha256 } from './hash.ts';
import * as id from './id.ts';

const any = fc.string({ unit: 'binary', maxLength: 300 });

test.each(Object.entries({ sha256, sha1, md5 }))('%s is what everybody else has', (name, digest) => {
  fc.assert(
    fc.property(any, fc.constantFrom('hex' as const, 'base64' as const), (value, encoding) => {
      expect(digest(value, encoding)).toBe(createHash(name).update(value, 'utf8').digest(encoding));
    }),
    { numRuns: 60 },
  );
  // Around the ends of blocks of 64 bytes.
  for (const length of [55, 56, 57, 63, 64, 65, 119, 120, 1000]) {
    const value = 'a'.repeat(length);
    expect(digest(value)).toBe(createHash(name).update(value).digest('hex'));
  }
  expect(digest('\ud800')).toBe(createHash(name).update('\ud800', 'utf8').digest('hex'));
});

test('ids are the same every time, and differ where their parts do', () => {
  expect(id.uuid5('a', id.namespaces.url)).toBe(id.uuid5('a', id.namespaces.url.toUpperCase()));
  expect(id.isUuid(id.uuid5('a', id.namespaces.url))).toBe(true);
  expect(() => id.uuid5('a', 'nothing')).toThrow('The namespace "nothing" is no UUID.');
  fc.assert(
    fc.property(fc.array(any), fc.array(any), (a, b) => {
      expect(id.short(a) === id.short(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      expect(id.short(a, 40)).toMatch(/^[1-9A-HJ-NP-Za-km-z]{40}$/);
    }),
    { numRuns: 50 },
  );
  expect(id.short(['a', null])).not.toBe(id.short(['a', '']));
  expect(bucket('x', 7)).toBe(bucket('x', 7));
});
