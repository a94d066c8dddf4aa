import fc from 'fast-check';
import type { NeutralType } from '#core/values/neutral-type.ts';
import type { Field } from '#core/values/stream-schema.ts';
import { fieldOf } from '#testing/value-fixtures.ts';

const kinds: Record<string, NeutralType> = {
  flag: { kind: 'boolean' },
  other: { kind: 'boolean' },
  small: { kind: 'int16' },
  count: { kind: 'int32' },
  big: { kind: 'int64' },
  huge: { kind: 'uint64' },
  price: { kind: 'decimal', precision: 12, scale: 2 },
  score: { kind: 'float64' },
  name: { kind: 'text' },
  "it's odd": { kind: 'text', max: 8 },
  state: { kind: 'enum', values: ['new', 'open', "it's"] },
  born: { kind: 'date' },
  seen: { kind: 'timestamptz', precision: 3 },
  ref: { kind: 'uuid' },
  tags: { kind: 'array', of: { kind: 'text' } },
};

/** Fields of every kind that a condition may speak of, some of which may be null. */
export const conditionFields: Field[] = Object.entries(kinds).map(([name, type], at) =>
  fieldOf(type, { name, nullable: at % 4 !== 3 }),
);

const text = fc.constantFrom(
  ...[
    'name',
    'field("it\'s odd")',
    'state',
    'ref',
    '"open"',
    '"it\'s"',
    '""',
    '"\\u2028 \\""',
    'lower(name)',
  ],
  ...['upper(state)', 'trim(name)', 'ifNull(name, "open")', 'name + "x"'],
);
const number = fc.constantFrom(
  'small',
  'count',
  'big',
  '7',
  '-1',
  '0',
  'size(name)',
  'count + 1',
  'count / (count - 7)',
  'size(tags)',
);
const same = fc.constantFrom('==', '!=', '<', '<=', '>', '>=');
const term = fc.oneof(
  fc.constantFrom(
    'flag',
    'other',
    'true',
    'false',
    'flag == other',
    'isNull(born)',
    'tags.exists(t, t == "a")',
  ),
  fc.tuple(text, same, text).map((parts) => parts.join(' ')),
  fc.tuple(number, same, number).map((parts) => parts.join(' ')),
  fc
    .tuple(text, fc.constantFrom('startsWith', 'endsWith', 'contains', 'matches'), text)
    .map(([a, does, b]) => `${a}.${does}(${b})`),
  fc.tuple(text, fc.array(text, { maxLength: 3 })).map(([a, list]) => `${a} in [${list.join(', ')}]`),
  fc.constantFrom(...conditionFields.map(({ name }) => `isNull(field("${name}"))`)),
  fc.constantFrom(
    'price > decimal("9.5")',
    'score >= 1.5',
    'huge > 5u',
    'huge == 5u',
    'year(born) > 2000',
    'born < "2020-01-01"',
    'seen == seen',
    'price == price',
  ),
);

/** Conditions of all that conditions are made of; some make no sense, which compiling tells. */
export const drawnCondition: fc.Arbitrary<string> = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    { weight: 2, arbitrary: term },
    {
      weight: 2,
      arbitrary: fc
        .tuple(tie('node'), fc.constantFrom('&&', '||'), tie('node'))
        .map(([a, op, b]) => `(${a}) ${op} (${b})`),
    },
    { weight: 1, arbitrary: tie('node').map((of) => `!(${of})`) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(tie('node'), tie('node'), tie('node'))
        .map(([a, b, c]) => `(${a}) ? (${b}) : (${c})`),
    },
  ),
})).node;
