import { expect, test } from 'vitest';
import { hintsFor, lawHints } from './law-hints.ts';

const field = (type: Parameters<typeof hintsFor>[0]['type']) => ({ name: 'a', type, nullable: true });

test('what code, its modules and its tables name, once each, and nothing of what they import', () => {
  const source = `import { x } from 'library/x'; const n = a ?? 'N/A', m = -999.5, big = 1_000n, q = 'it\\'s "so"'; // 'comment'`;
  const modules = [{ name: 'x', version: 1, source: "export const x = '\\u00e9';" }];
  const hints = lawHints({ source, modules, tables: { t: { DE: 'Germany', XX: null } } });
  expect(hints).toEqual([
    'N/A',
    '999.5',
    '-999.5',
    '1000',
    '-1000',
    'it\'s "so"',
    'é',
    'DE',
    'Germany',
    'XX',
  ]);
});

test('of a great table some are taken from all over', () => {
  const table = Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`k${n}`, `v${n}`]));
  const hints = lawHints({ source: '', modules: [], tables: { table } });
  expect(hints).toHaveLength(120);
  expect(hints).toContain('k0');
  expect(hints.some((hint) => /^k4\d{3}$/.test(hint))).toBe(true);
});

test('they are tried in the fields that they fit, in canonical texts', () => {
  const hints = ['N/A', '-999', '1900-01-01', 'abcdef'];
  expect(hintsFor(field({ kind: 'text', max: 4 }), hints)).toEqual(['N/A', '-999']);
  expect(hintsFor(field({ kind: 'int32' }), hints)).toEqual(['-999']);
  expect(hintsFor(field({ kind: 'decimal', precision: 6, scale: 2 }), hints)).toEqual(['-999.00']);
  expect(hintsFor(field({ kind: 'date' }), hints)).toEqual(['1900-01-01']);
  expect(hintsFor(field({ kind: 'enum', values: ['N/A'] }), hints)).toEqual(['N/A']);
  expect(hintsFor(field({ kind: 'json' }), hints)).toEqual([]);
});
