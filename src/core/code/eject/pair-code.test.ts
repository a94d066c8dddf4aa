import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectEqual, fieldNamed, type GivenPair } from '#testing/ejected-pair.ts';
import type { NeutralType } from '../../values/neutral-type.ts';
import { NotInCode } from './not-in-code.ts';

const text: NeutralType = { kind: 'text' };
const one = (type: NeutralType = text) => ({ left: [fieldNamed('a', type)], right: [fieldNamed('b', text)] });
const names = fc.option(fc.constantFrom('Ada', 'Łódź', '', ' x ', "O'Neill-smith", 'a, b', 'x|y'), {
  nil: null,
});
const cases: Record<string, [GivenPair, Record<string, fc.Arbitrary<string | null>>?]> = {
  constant: [
    { left: [], right: [fieldNamed('b', { kind: 'int32' })], forward: [{ kind: 'constant', value: '12' }] },
  ],
  'constant null': [{ ...one(), forward: [{ kind: 'constant', value: null }] }],
  default: [{ ...one({ kind: 'int32' }), forward: [{ kind: 'default', value: '7' }] }],
  'default after trim': [
    {
      ...one(),
      forward: [
        { kind: 'trim', where: 'start' },
        { kind: 'default', value: "it's" },
      ],
    },
  ],
  trim: [{ ...one(), forward: [{ kind: 'trim' }], backward: [], direction: 'both' }],
  'trim start, inner': [{ ...one(), forward: [{ kind: 'trim', where: 'start', inner: true }] }],
  'trim inner of a number': [{ ...one({ kind: 'int64' }), forward: [{ kind: 'trim', inner: true }] }],
  lower: [{ ...one(), forward: [{ kind: 'case', to: 'lower' }] }, { a: names }],
  title: [{ ...one(), forward: [{ kind: 'trim' }, { kind: 'case', to: 'title' }] }, { a: names }],
  'split, part': [{ ...one(), forward: [{ kind: 'split', separator: ', ', part: -1 }] }, { a: names }],
  'split to fields': [
    {
      left: [fieldNamed('a', text)],
      right: [fieldNamed('b', text), fieldNamed('c', { kind: 'text', max: 3 })],
      forward: [{ kind: 'split', separator: ', ' }],
    },
    { a: names },
  ],
  'split, both ways': [
    {
      left: [fieldNamed('a', text)],
      right: [fieldNamed('tags', { kind: 'array', of: text })],
      forward: [{ kind: 'split', separator: ', ' }],
      direction: 'both',
    },
  ],
  join: [
    {
      left: [fieldNamed('a', text), fieldNamed('n', { kind: 'int32' }), fieldNamed('c', { kind: 'boolean' })],
      right: [fieldNamed('b', text)],
      forward: [{ kind: 'join', separator: ' ', empty: 'skip' }],
    },
  ],
  'join, both ways': [
    {
      left: [fieldNamed('a', text), fieldNamed('n', { kind: 'int32' })],
      right: [fieldNamed('b', text)],
      forward: [{ kind: 'join', separator: '|' }],
      direction: 'both',
    },
    { a: names, b: fc.constantFrom('x|1', '|', 'a|b|c', '', 'x', null) },
  ],
  'join of a list': [{ ...one({ kind: 'array', of: text }), forward: [{ kind: 'join', separator: ', ' }] }],
  template: [
    {
      left: [
        fieldNamed('first', text),
        fieldNamed('last', text, { nullable: false }),
        fieldNamed('n', { kind: 'int64' }),
      ],
      right: [fieldNamed('b', text)],
      forward: [{ kind: 'template', text: "{last}, `{first}` $it's $\\{{{n}}}" }],
    },
  ],
  'template of nothing but null': [
    {
      left: [fieldNamed('first', text), fieldNamed('second name', text)],
      right: [fieldNamed('b', text)],
      forward: [{ kind: 'template', text: '{first} {second name}' }],
    },
  ],
  'template, both ways': [
    {
      left: [fieldNamed('first', text), fieldNamed('last', text)],
      right: [fieldNamed('full', text)],
      forward: [{ kind: 'template', text: '{last}, {first}' }],
      direction: 'both',
    },
    { first: names, last: names, full: fc.constantFrom('Lovelace, Ada', ', ', 'x', '', null, 'a, b, c') },
  ],
  'template of one, behind a step, both ways': [
    {
      ...one(),
      forward: [
        { kind: 'template', text: 'ID-{a}' },
        { kind: 'template', text: '<{value}>' },
      ],
      direction: 'both',
    },
    { b: fc.constantFrom('<ID-7>', '<ID->', 'x', null) },
  ],
  'template of one step after another': [
    { ...one(), forward: [{ kind: 'trim' }, { kind: 'template', text: 'ID-{value}' }] },
  ],
  lookup: [
    {
      left: [fieldNamed('a', text)],
      right: [fieldNamed('b', { kind: 'enum', values: ['Active', 'Off'] })],
      forward: [
        {
          kind: 'lookup',
          entries: [
            ['a', 'Active'],
            ['o', 'Off'],
            [null, 'Off'],
          ],
        },
      ],
    },
    { a: fc.constantFrom('a', 'o', 'x', null) },
  ],
  'lookup, both ways': [
    {
      ...one(),
      forward: [
        {
          kind: 'lookup',
          entries: [
            ['a', 'Active'],
            ['o', null],
          ],
          unmatched: 'keep',
        },
      ],
      direction: 'both',
    },
    { a: fc.constantFrom('a', 'o', 'x', 'Active', null), b: fc.constantFrom('a', 'o', 'x', 'Active', null) },
  ],
  'lookup with a stand-in': [
    {
      left: [fieldNamed('a', { kind: 'int32' })],
      right: [fieldNamed('b', { kind: 'boolean' })],
      forward: [
        {
          kind: 'lookup',
          entries: [
            ['1', 'yes'],
            ['2', 'no'],
          ],
          unmatched: { default: null },
        },
      ],
    },
    { a: fc.constantFrom('1', '2', '3', null) },
  ],
  'read-number': [
    {
      left: [fieldNamed('a', text)],
      right: [fieldNamed('b', { kind: 'decimal', precision: 12, scale: 2 })],
      forward: [{ kind: 'read-number', decimal: ',', group: '.', suffix: ' €' }],
      direction: 'both',
    },
    { a: fc.constantFrom('1.234,5 €', '12,345 €', '1 €', '1.23 €', '', 'x', null) },
  ],
  'format-number': [
    {
      left: [fieldNamed('a', { kind: 'decimal', precision: 12, scale: 3 })],
      right: [fieldNamed('b', text)],
      forward: [{ kind: 'format-number', decimal: ',', group: "'", prefix: '$', digits: 2 }],
      direction: 'both',
    },
    { b: fc.constantFrom("$1'234,50", '$1,5', '1', null) },
  ],
  'read-date': [
    {
      left: [fieldNamed('a', text)],
      right: [fieldNamed('b', { kind: 'timestamp', precision: 3 })],
      forward: [{ kind: 'read-date', format: 'DD.MM.YYYY HH:mm', to: 'timestamp' }],
      direction: 'both',
    },
    { a: fc.constantFrom('26.11.2026 09:30', '31.02.2026 00:00', 'x', '', null) },
  ],
  'format-date': [
    {
      left: [fieldNamed('a', { kind: 'timestamptz', precision: 6 })],
      right: [fieldNamed('b', text)],
      forward: [{ kind: 'format-date', format: 'YYYY-MM-DD hh:mm A' }],
      direction: 'both',
    },
    { b: fc.constantFrom('2026-11-26 09:30 AM', '2026-11-26 09:30', null) },
  ],
  phone: [
    { ...one(), forward: [{ kind: 'phone', country: 'DE' }], backward: [], direction: 'both' },
    { a: fc.constantFrom('030 123456', '+44 20 7946 0958', 'x', '', null) },
  ],
  email: [
    { ...one(), forward: [{ kind: 'email', local: 'keep' }] },
    { a: fc.constantFrom(' Ada@Example.COM ', 'x', 'a@b@c', null) },
  ],
  empty: [
    {
      ...one(),
      forward: [{ kind: 'empty', null: 'empty', empty: 'null', blank: 'fail' }],
      direction: 'both',
    },
    { a: fc.constantFrom('', ' ', 'x', null), b: fc.constantFrom('', ' ', 'x', null) },
  ],
  'empty, of a place in JSON': [
    {
      ...one({ kind: 'json' }),
      forward: [
        { kind: 'path', path: ['a', 0] },
        { kind: 'empty', absent: 'fail', null: 'empty' },
      ],
    },
    { a: fc.constantFrom('{"a":["x"]}', '{"a":[null]}', '{"a":[]}', '[1]', null) },
  ],
  scale: [
    {
      left: [fieldNamed('a', { kind: 'int32' })],
      right: [fieldNamed('b', { kind: 'decimal' })],
      forward: [{ kind: 'scale', factor: '9', divisor: '5', after: '32', before: '-1.5' }],
      direction: 'both',
    },
    { b: fc.constantFrom('32', '33.8', '1.1', null) },
  ],
  unit: [
    {
      left: [fieldNamed('a', { kind: 'float64' })],
      right: [fieldNamed('b', { kind: 'decimal', precision: 20, scale: 8 })],
      forward: [{ kind: 'unit', from: 'lb', to: 'kg' }],
      direction: 'both',
    },
  ],
  'unit, rounded': [
    {
      left: [fieldNamed('a', { kind: 'decimal' })],
      right: [fieldNamed('b', { kind: 'int32' })],
      forward: [{ kind: 'unit', from: 'in', to: 'cm', digits: 0 }],
    },
  ],
  path: [
    { ...one({ kind: 'json' }), forward: [{ kind: 'path', path: ['a', 'b'] }] },
    {
      a: fc.constantFrom(
        '{"a":{"b":"x"}}',
        '{"a":{"b":12}}',
        '{"a":{"b":{}}}',
        '{"a":{"b":true}}',
        '{}',
        null,
      ),
    },
  ],
  'path to a number': [
    {
      left: [fieldNamed('a', { kind: 'json' })],
      right: [fieldNamed('b', { kind: 'decimal', precision: 8, scale: 2 })],
      forward: [{ kind: 'path', path: ['a'], as: 'number' }],
    },
    { a: fc.constantFrom('{"a":1.25}', '{"a":1e3}', '{"a":"x"}', '{"a":null}', '{"a":1e21}', null) },
  ],
  'path to a document': [
    {
      left: [fieldNamed('a', { kind: 'json' })],
      right: [fieldNamed('b', { kind: 'json' })],
      forward: [{ kind: 'path', path: ['a'], as: 'json' }],
    },
    { a: fc.constantFrom('{"a":{"x":[1,"2"]}}', '{"a":null}', '[]', null) },
  ],
  'nest, both ways': [
    {
      left: [fieldNamed('a', { kind: 'int64' })],
      right: [fieldNamed('b', { kind: 'json' })],
      forward: [{ kind: 'nest', path: ['x', '__proto__'] }],
      direction: 'both',
    },
    {
      a: fc.option(fc.bigInt({ min: -9007199254740991n, max: 9007199254740991n }).map(String), { nil: null }),
      b: fc.constantFrom(
        '{"x":{"__proto__":5}}',
        '{"x":{"__proto__":"5"}}',
        '{"x":{}}',
        '{"x":1,"y":2}',
        null,
      ),
    },
  ],
  'nest of a text': [
    {
      left: [fieldNamed('a', text)],
      right: [fieldNamed('b', { kind: 'json' })],
      forward: [{ kind: 'nest', path: ['x'] }],
      direction: 'both',
    },
    { b: fc.constantFrom('{"x":"5"}', '{"x":5}', '{"x":[]}', '{"x":null}', null) },
  ],
  expression: [
    {
      left: [
        fieldNamed('price', { kind: 'decimal', precision: 12, scale: 2 }),
        fieldNamed('Odd Name', { kind: 'int32' }),
      ],
      right: [fieldNamed('b', { kind: 'decimal', precision: 12, scale: 2 })],
      forward: [{ kind: 'expression', text: 'price * field("Odd Name") + decimal("0.5")' }],
    },
  ],
  'expression that gives nothing at times': [
    {
      left: [fieldNamed('a', { kind: 'date' })],
      right: [fieldNamed('b', { kind: 'int32' })],
      forward: [{ kind: 'expression', text: 'onlyIf(!isNull(a), year(a))' }],
    },
  ],
  'expression behind a step': [
    { ...one(), forward: [{ kind: 'trim' }, { kind: 'expression', text: 'value + "!"' }] },
  ],
  'joined on both sides': [
    {
      left: [fieldNamed('a', { kind: 'int32' }), fieldNamed('c', { kind: 'boolean' })],
      right: [
        fieldNamed('x', { kind: 'decimal', precision: 5, scale: 1 }),
        fieldNamed('y', { kind: 'enum', values: ['true'] }),
      ],
      direction: 'both',
    },
  ],
  'character(n)': [
    {
      left: [fieldNamed('a', { kind: 'text', max: 8 }, { nativeType: 'character(8)' })],
      right: [fieldNamed('b', text)],
      forward: [{ kind: 'case', to: 'upper' }],
      backward: [],
      direction: 'both',
    },
    { a: fc.constantFrom('ab      ', '        ', null) },
  ],
  'names that are no words': [
    {
      left: [fieldNamed("it's", text), fieldNamed('class', text)],
      right: [fieldNamed('the "full" name', text)],
      forward: [{ kind: 'template', text: "{it's} {class}" }],
      direction: 'both',
    },
  ],
};

test('a step that would be given the spelling of several fields, or never be seen, is not put in code', () => {
  const several = { left: [fieldNamed('a', text), fieldNamed('c', text)], right: [fieldNamed('b', text)] };
  for (const kind of ['trim', 'email', 'empty', 'read-number'] as const)
    expect(() => expectEqual({ ...several, forward: [{ kind }] })).toThrow(NotInCode);
  const constant = { kind: 'constant', value: 'x' } as const;
  expectEqual({ ...several, forward: [constant] });
  expect(() => expectEqual({ ...one(), forward: [{ kind: 'phone' }, constant] })).toThrow(NotInCode);
});

test.each(Object.entries(cases))('%s: code comes to what the mapping comes to', (_, [given, values]) => {
  expectEqual(given, 120, values);
});
