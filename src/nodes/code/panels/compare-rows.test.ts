import { expect, test } from 'vitest';
import { compareRows } from './compare-rows.ts';

test('two records are told field by field, whatever the spelling of their values', () => {
  const fields = [
    { name: 'net', type: { kind: 'decimal', precision: 12, scale: 2 }, nullable: true },
  ] as const;
  expect(
    compareRows({ net: '1.50', gone: 'x', kept: null }, { kept: null, net: '1.5', made: '' }, fields),
  ).toEqual([
    { name: 'net', before: '1.50', after: '1.5', same: true },
    { name: 'gone', before: 'x', after: undefined, same: false },
    { name: 'kept', before: null, after: null, same: true },
    { name: 'made', before: undefined, after: '', same: false },
  ]);
  expect(compareRows({ net: '1.50' }, null, fields)).toEqual([
    { name: 'net', before: '1.50', after: undefined, same: false },
  ]);
});
