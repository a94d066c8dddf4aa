import { expect, test } from 'vitest';
import { tablesRead } from './tables-read.ts';

test.each([
  ['const c = tables.country[code]', ['country']],
  ["tables['two-words'].x ?? tables.other?.[x]", ['two-words', 'other']],
  ['tables?.country?.[code]', ['country']],
  ['tables?.["a"]', ['a']],
  ['tables[name]', []],
  ['my.tables.country', []],
  ["// tables.country\nconst text = 'tables.country'", []],
  ['tables.a; tables.a', ['a']],
])('%s', (source, names) => {
  expect(tablesRead(source)).toEqual(names);
});
