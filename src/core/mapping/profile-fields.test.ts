import { expect, test } from 'vitest';
import { optionalField, streamOf } from '#testing/flow-fixtures.ts';
import type { NeutralType } from '../values/neutral-type.ts';
import type { Row } from '../values/value.ts';
import { confidenceBand, defaultThresholds } from './confidence-band.ts';
import { profileFields } from './profile-fields.ts';
import type { StreamSide } from './stream-side.ts';
import { suggestPairs } from './suggest-pairs.ts';
import { valueFormat } from './value-format.ts';

const text: NeutralType = { kind: 'text' };

test.each([
  ['e-mail address', ['a@b.co', 'x.y+z@mail.example.org']],
  ['URL', ['https://example.org/a', 'www.example.org']],
  ['UUID', ['2f1e9f0a-0000-4000-8000-00000000000a']],
  ['date', ['2026-02-03']],
  ['date and time', ['2026-02-03 04:05:06.789+00', '2026-02-03T04:05:06Z']],
  ['yes or no', ['t', 'f']],
  ['whole number', ['7', '-12']],
  ['number', ['7', '1.50']],
  ['phone number', ['+49 (30) 123456', '030/1234567']],
  ['country code', ['DE', 'FR']],
  ['currency code', ['EUR', 'USD']],
  [null, ['a@b.co', 'no address', 'nor this']],
  [null, []],
] as const)('values are seen to be a %s', (format, values) => {
  expect(valueFormat(values)).toBe(format);
});

test('one value of another form in a hundred does not hide what they are', () => {
  const many = Array.from({ length: 99 }, (_, n) => `person${n}@example.org`);
  expect(valueFormat([...many, 'none'])).toBe('e-mail address');
});

test('a profile counts what is empty and different, and writes values as they compare', () => {
  const [field] = profileFields(
    [optionalField('price', { kind: 'decimal' })],
    [{ price: '1.50' }, { price: '1.5' }, { price: '007' }, { price: null }, { price: ' ' }],
  );
  expect(field?.profile).toEqual({
    rows: 5,
    empty: 2,
    format: 'number',
    length: 10 / 3,
    values: new Set(['1.5', '7']),
    range: { min: 1.5, max: 7 },
  });
});

/** A stream of texts with these values by field. */
function sideOf(name: string, columns: Record<string, string[]>): StreamSide {
  const names = Object.keys(columns);
  const rows = Array.from(
    { length: Math.max(...Object.values(columns).map((list) => list.length)) },
    (_, at) =>
      Object.fromEntries(names.map((each): [string, string | null] => [each, columns[each]?.[at] ?? null])),
  ) satisfies Row[];
  const schema = streamOf(
    name,
    names.map((each) => optionalField(each, text)),
    { key: [] },
  );
  return { ...schema, fields: profileFields(schema.fields, rows) };
}
const numbered = (count: number, of: (n: number) => string) => Array.from({ length: count }, (_, n) => of(n));

test('the same values pair fields whose names say nothing, and say so', () => {
  const mail = numbered(200, (n) => `person${n}@example.org`);
  const left = sideOf('contacts', { col_17: mail, note: numbered(200, (n) => `first ${n}`) });
  const right = sideOf('people', {
    xq: [...mail.slice(6).map((each) => each.toUpperCase()), 'a@b.co'],
    remark: numbered(200, (n) => `second ${n}`),
  });
  const pair = suggestPairs(left, right).pairs.find((each) => each.left === 'col_17');
  expect(pair).toMatchObject({ right: 'xq' });
  expect(confidenceBand(pair?.confidence ?? 0, defaultThresholds)).not.toBe('leave');
  expect(pair?.reason).toMatch(/^99 % of 195 distinct values are the same, both hold e-mail addresses/);
});

test('values of another form speak against equal names, small numbers say little', () => {
  const left = sideOf('a', {
    contact: numbered(50, (n) => `p${n}@example.org`),
    size: numbered(50, String),
  });
  const right = sideOf('b', {
    contact: numbered(50, (n) => `+49 30 1000${n}00`),
    rank: numbered(50, String),
  });
  const { pairs } = suggestPairs(left, right);
  expect(pairs.find((each) => each.left === 'size')).toBeUndefined();
  const contact = pairs.find((each) => each.left === 'contact');
  expect(contact?.reason).toContain('one holds e-mail addresses, the other phone numbers');
  const names: StreamSide = { name: 'a', fields: [{ name: 'contact' }] };
  const [bare] = suggestPairs(names, names).pairs;
  expect(contact?.confidence).toBeLessThan(bare?.confidence ?? 0);
});
