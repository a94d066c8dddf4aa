import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chainOf, type GivenStep, wayBack } from '#testing/step-fixtures.ts';
import type { NeutralType } from '../values/neutral-type.ts';
import { units } from './units.ts';

const text: NeutralType = { kind: 'text' };
const decimal: NeutralType = { kind: 'decimal' };

const word = fc.string({ minLength: 1, unit: 'grapheme' });
const lone = (characters: string) =>
  word.filter((each) => !/\s/.test(each) && ![...characters].some((c) => each.includes(c)));
const exact = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 0, max: 12 }))
  .map(([units, scale]) => {
    const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
    const at = digits.length - scale;
    const sign = units < 0n ? '-' : '';
    return scale === 0 ? sign + digits : `${sign}${digits.slice(0, at)}.${digits.slice(at)}`;
  });
const pad = (value: number, width = 2) => String(value).padStart(width, '0');
const day = fc
  .record({
    year: fc.integer({ min: 1, max: 9999 }),
    month: fc.integer({ min: 1, max: 12 }),
    dayOf: fc.integer({ min: 1, max: 28 }),
  })
  .map(({ year, month, dayOf }) => `${pad(year, 4)}-${pad(month)}-${pad(dayOf)}`);
const clock = fc
  .integer({ min: 0, max: 86_399 })
  .map((s) => `${pad(Math.floor(s / 3600))}:${pad(Math.floor(s / 60) % 60)}:${pad(s % 60)}`);
const plainNumber = (value: string | null | undefined) =>
  String(value)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')
    .replace(/^-0$/, '0');

type Domain = [
  name: string,
  steps: GivenStep[],
  type: NeutralType,
  values: fc.Arbitrary<string | null>,
  names?: string[],
];

describe('[E13] what a step makes comes back as it was, or is refused', () => {
  const nullable = (values: fc.Arbitrary<string>) => fc.option(values, { nil: null });
  const domains: Domain[] = [
    ['split', [{ kind: 'split', separator: ',' }], text, nullable(fc.string())],
    [
      'join',
      [{ kind: 'join', separator: ',' }],
      { kind: 'array', of: text },
      fc
        .array(lone(',{}"\\'), { minLength: 1 })
        .map((list) => `{${list.map((each) => JSON.stringify(each)).join(',')}}`),
    ],
    ['template of one', [{ kind: 'template', text: 'id-{value}.' }], text, nullable(word)],
    [
      'lookup',
      [
        {
          kind: 'lookup',
          entries: [
            ['a', '1'],
            ['b', '2'],
            [null, 'none'],
          ],
          unmatched: 'keep',
        },
      ],
      text,
      nullable(fc.constantFrom('a', 'b', 'c', 'd')),
    ],
    [
      'read-number',
      [{ kind: 'read-number', decimal: ',', group: '.' }],
      text,
      fc.integer().map((n) => n.toLocaleString('de-DE')),
    ],
    [
      'format-number',
      [{ kind: 'format-number', decimal: ',', group: "'", prefix: 'CHF ' }],
      decimal,
      nullable(exact),
    ],
    ['format-date', [{ kind: 'format-date', format: 'D.M.YYYY' }], { kind: 'date' }, nullable(day)],
    [
      'format-date of a timestamp',
      [{ kind: 'format-date', format: 'YYYYMMDD hhmmss A' }],
      { kind: 'timestamp', precision: 0 },
      fc.tuple(day, clock).map((parts) => parts.join(' ')),
    ],
    [
      'read-date',
      [{ kind: 'read-date', format: 'YYYY/MM/DD', to: 'date' }],
      text,
      day.map((value) => value.replaceAll('-', '/')),
    ],
    [
      'read-date of a time',
      [{ kind: 'read-date', format: 'HH.mm.ss', to: 'time' }],
      text,
      clock.map((value) => value.replaceAll(':', '.')),
    ],
    [
      'empty',
      [{ kind: 'empty', null: 'empty', empty: 'null' }],
      text,
      nullable(fc.constantFrom('', ' ', 'x')),
    ],
    ['scale', [{ kind: 'scale', factor: '2.5', before: '-32', after: '0.1' }], decimal, nullable(exact)],
    ['unit', [{ kind: 'unit', from: 'lb', to: 'kg' }], decimal, nullable(exact)],
    ['nest', [{ kind: 'nest', path: ['a', '__proto__'] }], text, nullable(fc.string({ unit: 'grapheme' }))],
    ['nest of a number', [{ kind: 'nest', path: ['n'] }], decimal, nullable(exact)],
    [
      'nest of a boolean',
      [{ kind: 'nest', path: ['n'] }],
      { kind: 'boolean' },
      nullable(fc.constantFrom('t', 'f')),
    ],
    [
      'a chain',
      [
        { kind: 'scale', factor: '100' },
        { kind: 'format-number', group: ',' },
        { kind: 'template', text: '{value} ct' },
        { kind: 'nest', path: ['price'] },
      ],
      decimal,
      nullable(exact),
    ],
    [
      'template of several',
      [{ kind: 'template', text: '{a} / {b}' }],
      text,
      fc
        .tuple(nullable(lone('/{}"\\')), nullable(lone('/{}"\\')))
        .map((pair) => `{${pair.map((each) => (each === null ? 'NULL' : JSON.stringify(each))).join(',')}}`),
      ['a', 'b'],
    ],
  ];
  test.each(domains)('%s', (_, steps, type, values, names) => {
    const chain = chainOf(steps, type, true, names);
    const back = wayBack(chain);
    fc.assert(
      fc.property(values, (value) => {
        const returned = back(chain.convert(value) ?? null);
        if (type.kind === 'decimal' && value !== null) expect(plainNumber(returned)).toBe(plainNumber(value));
        else if (type.kind === 'array' || names)
          expect(returned?.replaceAll('"', '')).toBe(value?.replaceAll('"', ''));
        else expect(returned ?? null).toBe(value);
      }),
    );
  });

  const refused: [string, GivenStep[], NeutralType, string, string, string[]?][] = [
    [
      'a part that holds the separator',
      [{ kind: 'join', separator: ',' }],
      { kind: 'array', of: text },
      '{"a,b"}',
      'separator',
    ],
    [
      'a field that holds what stands between',
      [{ kind: 'template', text: '{a} / {b}' }],
      text,
      '{"x / y",z}',
      'read out',
      ['a', 'b'],
    ],
    [
      'a value that another one becomes',
      [{ kind: 'lookup', entries: [['a', 'b']], unmatched: 'keep' }],
      text,
      'b',
      'is the same',
    ],
    [
      'a time that the format drops',
      [{ kind: 'format-date', format: 'YYYY-MM-DD' }],
      { kind: 'timestamp', precision: 6 },
      '2026-01-01 00:00:01',
      'finer than',
    ],
  ];
  test.each(refused)('%s is refused where it must come back', (_, steps, type, value, message, names) => {
    expect(() => chainOf(steps, type, true, names).convert(value)).toThrow(message);
    expect(chainOf(steps, type, false, names).convert(value)).not.toBe(null);
  });
});

test('units lead to each other and back exactly, or have no last digit', () => {
  for (const group of Object.values(units)) {
    for (const from of Object.keys(group)) {
      for (const to of Object.keys(group)) {
        const chain = chainOf([{ kind: 'unit', from, to }], decimal);
        try {
          const there = chain.convert('12.5') ?? null;
          expect(plainNumber(wayBack(chain)(there))).toBe('12.5');
        } catch (error) {
          expect(String(error)).toContain('no last digit');
        }
      }
    }
  }
});

test('each kind says whether it leads back', () => {
  const none: [GivenStep, string][] = [
    [{ kind: 'constant', value: 'x' }, 'not in the constant'],
    [{ kind: 'default', value: 'x' }, 'become the same'],
    [{ kind: 'trim' }, 'blanks that were there'],
    [{ kind: 'case', to: 'lower' }, 'capital'],
    [{ kind: 'split', separator: ',', part: 0 }, 'other parts'],
    [{ kind: 'join', separator: ',', empty: 'skip' }, 'which parts were empty'],
    [{ kind: 'template', text: 'x' }, 'value is not in the template'],
    [{ kind: 'template', text: '{value}{value}' }, 'twice'],
    [
      {
        kind: 'lookup',
        entries: [
          ['a', 'x'],
          ['b', 'x'],
        ],
      },
      'become the same',
    ],
    [{ kind: 'lookup', entries: [['a', 'x']], unmatched: { default: 'x' } }, 'become one'],
    [{ kind: 'read-date', format: 'MM/YYYY', to: 'date' }, 'lacks the day'],
    [{ kind: 'read-date', format: 'DD.MM.YY', to: 'date' }, 'lacks the century'],
    [{ kind: 'phone', country: 'DE' }, 'how it was spelled'],
    [{ kind: 'email' }, 'how it was spelled'],
    [{ kind: 'empty', empty: 'null' }, 'become the same'],
    [{ kind: 'empty', blank: 'null' }, 'which blanks'],
    [{ kind: 'scale', factor: '2', digits: 2 }, 'rounded'],
    [{ kind: 'scale', factor: '0' }, 'every value becomes the same'],
    [{ kind: 'path', path: ['a'] }, 'rest of the document'],
    [{ kind: 'expression', text: 'value' }, 'computed'],
  ];
  for (const [step, why] of none) {
    expect(chainOf([step], step.kind === 'path' ? { kind: 'json' } : text).back).toEqual({
      none: expect.stringContaining(why),
    });
  }
});
