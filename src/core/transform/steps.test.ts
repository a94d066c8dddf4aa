import { describe, expect, test } from 'vitest';
import { chainOf, type GivenStep, wayBack } from '#testing/step-fixtures.ts';
import type { NeutralType } from '../values/neutral-type.ts';

const text: NeutralType = { kind: 'text' };
const decimal: NeutralType = { kind: 'decimal' };

type Example = [step: GivenStep, type: NeutralType, given: string | null, expected: string | null | Error];
const misfit = (message: string) => new Error(message);

describe('what each step makes of a value', () => {
  const examples: Example[] = [
    [{ kind: 'constant', value: 'web' }, text, 'whatever', 'web'],
    [{ kind: 'constant', value: 'web' }, text, null, 'web'],
    [{ kind: 'constant', value: null }, text, 'x', null],
    [{ kind: 'default', value: 'none' }, text, null, 'none'],
    [{ kind: 'default', value: 'none' }, text, '', ''],
    [{ kind: 'default', value: '0' }, { kind: 'int32' }, null, '0'],
    [{ kind: 'trim' }, text, '  a  b\t\n', 'a  b'],
    [{ kind: 'trim', inner: true }, text, '  a  b\u00a0 c', 'a b c'],
    [{ kind: 'trim', where: 'end' }, text, ' a ', ' a'],
    [{ kind: 'trim' }, text, null, null],
    [{ kind: 'case', to: 'upper' }, text, 'straße', 'STRASSE'],
    [{ kind: 'case', to: 'lower' }, text, 'ÄB', 'äb'],
    [{ kind: 'case', to: 'title' }, text, "o'NEILL-van der BERG 3rd", "O'neill-Van Der Berg 3rd"],
    [{ kind: 'split', separator: ', ' }, text, 'a, b c, ', '{a,"b c",""}'],
    [{ kind: 'split', separator: ',' }, text, '', '{}'],
    [{ kind: 'split', separator: ' ', part: 0 }, text, 'Ann Lee', 'Ann'],
    [{ kind: 'split', separator: ' ', part: -1 }, text, 'Ann Lee', 'Lee'],
    [{ kind: 'split', separator: ' ', part: 5 }, text, 'Ann Lee', null],
    [{ kind: 'join', separator: ';' }, { kind: 'array', of: { kind: 'int32' } }, '{1,NULL,3}', '1;;3'],
    [{ kind: 'join', separator: ';', empty: 'skip' }, { kind: 'array', of: text }, '{a,NULL,""}', 'a'],
    [{ kind: 'template', text: '<{value}> {{x}}' }, text, 'a', '<a> {x}'],
    [{ kind: 'template', text: '<{value}>' }, text, null, null],
    [{ kind: 'lookup', entries: [['1', 'active']] }, { kind: 'int16' }, '1', 'active'],
    [{ kind: 'lookup', entries: [['1', 'active']] }, text, '2', misfit('does not list it')],
    [{ kind: 'lookup', entries: [['1', 'active']], unmatched: 'keep' }, text, '2', '2'],
    [{ kind: 'lookup', entries: [['1', 'active']], unmatched: { default: 'other' } }, text, '2', 'other'],
    [{ kind: 'lookup', entries: [['N/A', null]], unmatched: 'keep' }, text, 'N/A', null],
    [{ kind: 'lookup', entries: [[null, 'none']] }, text, null, 'none'],
    [{ kind: 'lookup', entries: [['__proto__', 'x']] }, text, 'constructor', misfit('does not list it')],
    [{ kind: 'read-number', decimal: ',', group: '.', suffix: ' €' }, text, '-1.234.567,50 €', '-1234567.50'],
    [{ kind: 'read-number', decimal: ',', group: '.' }, text, '12.34,5', misfit('form of the number')],
    [{ kind: 'read-number' }, text, '1e3', misfit('form of the number')],
    [{ kind: 'read-number', group: ',' }, text, '12345678901234567890.1', '12345678901234567890.1'],
    [{ kind: 'format-number', group: ',', prefix: '$' }, decimal, '-1234567.50', '$-1,234,567.5'],
    [{ kind: 'format-number', digits: 2 }, decimal, '7', '7.00'],
    [{ kind: 'format-number', digits: 1 }, decimal, '7.25', misfit('more than 1 digits')],
    [{ kind: 'read-date', format: 'D.M.YYYY', to: 'date' }, text, '3.12.2026', '2026-12-03'],
    [{ kind: 'read-date', format: 'DD.MM.YYYY', to: 'date' }, text, '31.02.2026', misfit('no such day')],
    [
      { kind: 'read-date', format: 'MM/DD/YY hh:mm A', to: 'timestamp' },
      text,
      '11/26/26 12:05 am',
      '2026-11-26 00:05:00',
    ],
    [
      { kind: 'read-date', format: 'YYYY-MM-DD[T]HH:mm:ss.SSSSSSZZ', to: 'timestamptz' },
      text,
      '2026-11-26T01:30:00.000001+02:00',
      '2026-11-25 23:30:00.000001+00',
    ],
    [{ kind: 'read-date', format: 'h A', to: 'time' }, text, '13 PM', misfit('no such hour')],
    [{ kind: 'format-date', format: 'D/M/YY' }, { kind: 'date' }, '2026-01-02', '2/1/26'],
    [{ kind: 'format-date', format: 'hh:mm A' }, { kind: 'time', precision: 0 }, '15:04:00', '03:04 PM'],
    [{ kind: 'format-date', format: 'YYYY' }, { kind: 'date' }, '0044-03-15 BC', misfit('between the years')],
    [{ kind: 'format-date', format: 'YYYY' }, { kind: 'date' }, 'infinity', misfit('between the years')],
    [{ kind: 'phone', country: 'DE' }, text, '030 / 90 26-00', '+4930902600'],
    [{ kind: 'phone' }, text, '+1 (202) 555-0123 ext. 7', '+12025550123;ext=7'],
    [{ kind: 'phone' }, text, '030 90260', misfit('with its country')],
    [{ kind: 'phone', country: 'US' }, text, 'call me', misfit('not a phone number')],
    [{ kind: 'email' }, text, ' Ann.Lee@Example.COM ', 'ann.lee@example.com'],
    [{ kind: 'email', local: 'keep' }, text, 'Ann@Example.COM', 'Ann@example.com'],
    [{ kind: 'email' }, text, 'a@b@c', misfit('not an e-mail address')],
    [{ kind: 'empty', empty: 'null', blank: 'null' }, text, ' \t', null],
    [{ kind: 'empty', null: 'empty' }, text, null, ''],
    [{ kind: 'empty', blank: 'fail' }, text, ' ', misfit('it is blank')],
    [{ kind: 'scale', factor: '100' }, decimal, '19.99', '1999'],
    [{ kind: 'scale', divisor: '3' }, decimal, '1', misfit('no last digit')],
    [{ kind: 'scale', divisor: '3', digits: 4 }, decimal, '-2', '-0.6667'],
    [{ kind: 'scale', factor: '0.1' }, decimal, '0.3', '0.03'],
    [{ kind: 'unit', from: 'lb', to: 'kg' }, decimal, '2', '0.90718474'],
    [{ kind: 'unit', from: 'F', to: 'C', digits: 2 }, decimal, '100', '37.78'],
    [{ kind: 'unit', from: 'C', to: 'F' }, decimal, '-40', '-40'],
    [{ kind: 'path', path: ['a', 1, 'b'] }, { kind: 'json' }, '{"a": [0, {"b": "x\\u00e9"}]}', 'xé'],
    [
      { kind: 'path', path: ['n'], as: 'number' },
      { kind: 'json' },
      '{"n": 12345678901234567890.10}',
      '12345678901234567890.10',
    ],
    [{ kind: 'path', path: ['n'], as: 'json' }, { kind: 'json' }, '{"n": [1, {"x":2}]}', '[1, {"x":2}]'],
    [{ kind: 'path', path: ['n'], as: 'boolean' }, { kind: 'json' }, '{"n": true}', 't'],
    [
      { kind: 'path', path: ['n'], as: 'number' },
      { kind: 'json' },
      '{"n": "1"}',
      misfit('JSON text stands there'),
    ],
    [{ kind: 'path', path: ['n'] }, { kind: 'json' }, '{"n": {}}', misfit('list or object')],
    [{ kind: 'path', path: ['__proto__'] }, { kind: 'json' }, '{}', null],
    [{ kind: 'path', path: ['x'] }, { kind: 'json' }, '{"x": null}', null],
    [{ kind: 'path', path: ['x', 'y'] }, { kind: 'json' }, '{"x": 1}', null],
    [{ kind: 'nest', path: ['a', 'b'] }, text, 'q"', '{"a": {"b": "q\\""}}'],
    [{ kind: 'nest', path: ['n'] }, decimal, '1.50', '{"n": 1.50}'],
    [{ kind: 'expression', text: 'upper(value) + "!"' }, text, 'a', 'A!'],
  ];
  test.each(examples)('%j over %j: %j gives %j', (step, type, given, expected) => {
    const chain = chainOf([step], type);
    if (expected instanceof Error) expect(() => chain.convert(given)).toThrow(expected.message);
    else expect(chain.convert(given) ?? null).toBe(expected);
  });
});

test('a place that is not there is told apart from null, and the last step makes it null', () => {
  const absent = (settings: object) =>
    chainOf(
      [
        { kind: 'path', path: ['x'] },
        { kind: 'empty', ...settings },
      ],
      { kind: 'json' },
    );
  expect(absent({ absent: 'empty' }).convert('{}')).toBe('');
  expect(absent({ absent: 'empty' }).convert('{"x": null}')).toBe(null);
  expect(() => absent({ absent: 'fail' }).convert('{}')).toThrow('it is absent');
  expect(
    chainOf(
      [
        { kind: 'path', path: ['x'] },
        { kind: 'default', value: 'd' },
      ],
      { kind: 'json' },
    ).convert('{}'),
  ).toBe('d');
});

test('several fields are joined and taken apart by their names', () => {
  const names = ['first', 'last'];
  const chain = chainOf([{ kind: 'template', text: '{last}, {first}' }], text, false, names);
  expect(chain.convert('{Ann,Lee}')).toBe('Lee, Ann');
  expect(chain.convert('{NULL,Lee}')).toBe('Lee, ');
  expect(chain.convert('{NULL,NULL}')).toBe(null);
  expect(wayBack(chain)('Lee, Ann')).toBe('{Ann,Lee}');
  expect(chainOf([{ kind: 'join', separator: ' ' }], text, false, names).convert('{Ann,Lee}')).toBe(
    'Ann Lee',
  );
});

describe('what cannot be compiled names the step and the remedy', () => {
  const cases: [GivenStep[], NeutralType, string][] = [
    [
      [
        { kind: 'trim' },
        {
          kind: 'lookup',
          entries: [
            ['a', '1'],
            ['a', '2'],
          ],
        },
      ],
      text,
      'Step 2 (look up in 2 values, else fail): "a" is listed twice',
    ],
    [[{ kind: 'default', value: 'x' }], { kind: 'int32' }, 'The default "x" is no int32'],
    [[{ kind: 'unit', from: 'kg', to: 'm' }], decimal, 'kg cannot be given in m'],
    [[{ kind: 'unit', from: '__proto__', to: 'm' }], decimal, 'No unit is called "__proto__"'],
    [[{ kind: 'format-date', format: 'YYYY' }], text, 'A date is to be written, and text comes in'],
    [[{ kind: 'read-date', format: 'YYYY YYYY', to: 'date' }], text, 'names the year twice'],
    [[{ kind: 'template', text: '{nobody}' }], text, 'The template names "nobody"'],
    [[{ kind: 'template', text: 'a{b' }], text, 'single {'],
    [[{ kind: 'phone', country: 'XX' }], text, 'No country has the code XX'],
    [[{ kind: 'read-number', decimal: ',', group: ',' }], text, 'both ","'],
    [[{ kind: 'scale', divisor: '0' }], decimal, 'divided by zero'],
    [[{ kind: 'path', path: ['a'] }], { kind: 'bytes' }, 'takes json, and bytes comes in'],
    [[{ kind: 'expression', text: 'valu + 1' }], text, 'No field is called "valu" (at character 1)'],
  ];
  test.each(cases)('%j over %j', (steps, type, message) => {
    expect(() => chainOf(steps, type)).toThrow(message);
  });
});
