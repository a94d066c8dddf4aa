import fc from 'fast-check';
import { FlowGraph } from '#core/flow/flow-graph.ts';
import type { NeutralType } from '#core/values/neutral-type.ts';
import type { Field, StreamSchema } from '#core/values/stream-schema.ts';
import type { Row } from '#core/values/value.ts';
import { optionalField, requiredField, schemasOf, streamOf } from './flow-fixtures.ts';
import { textsOf } from './value-fixtures.ts';

const text: NeutralType = { kind: 'text' };
const decimal = (precision: number, scale: number): NeutralType => ({ kind: 'decimal', precision, scale });
const moment = (precision: number): NeutralType => ({ kind: 'timestamptz', precision });
const states = ['trial', 'paying', 'gone'];

/** A stream of customers with values of every kind. */
export const customers: StreamSchema = streamOf('public.customers', [
  requiredField('id', { kind: 'int32' }),
  optionalField('email', text),
  optionalField('phone', text),
  requiredField('first_name', text),
  optionalField('last_name', text),
  optionalField('status', { kind: 'enum', values: states }),
  optionalField('balance', decimal(12, 2)),
  optionalField('credit_cents', { kind: 'int32' }),
  optionalField('signed_up', moment(6)),
  optionalField('seen', moment(0)),
  optionalField('birthday', { kind: 'date' }),
  optionalField('active', { kind: 'boolean' }),
  optionalField('visits', { kind: 'int32' }),
  optionalField('big', { kind: 'int64' }),
  optionalField('score', { kind: 'float64' }),
  optionalField('profile', { kind: 'json' }),
  optionalField('tags', text),
  optionalField('place', text),
  optionalField('ref', { kind: 'uuid' }),
  optionalField('labels', { kind: 'array', of: text }),
  optionalField('price', text),
  optionalField('nick', text),
]);

/** The same customers as another system has them. */
export const accounts: StreamSchema = streamOf('public.accounts', [
  requiredField('account_id', { kind: 'int64' }),
  optionalField('email_address', { kind: 'text', max: 200 }),
  optionalField('tel', text),
  optionalField('full_name', text),
  optionalField('state', text),
  optionalField('balance', decimal(14, 2)),
  optionalField('credit', decimal(12, 2)),
  optionalField('created', { kind: 'timestamp', precision: 3 }),
  optionalField('last_seen', { kind: 'timestamptz', precision: 3 }),
  optionalField('born', text),
  optionalField('is_active', { kind: 'int16' }),
  optionalField('visit_count', { kind: 'int64' }),
  optionalField('big', text),
  optionalField('score', { kind: 'float64' }),
  optionalField('details', { kind: 'json' }),
  optionalField('tag_list', { kind: 'array', of: text }),
  optionalField('city', text),
  optionalField('country', text),
  optionalField('external_ref', text),
  optionalField('labels', { kind: 'array', of: text }),
  optionalField('source', text),
  optionalField('price', decimal(10, 2)),
  optionalField('nick', text),
]);

/** A two-way flow between them that maps twenty fields and more beside the key, with casts and steps of every kind. */
export const twentyFields: FlowGraph = FlowGraph.parse({
  formatVersion: 1,
  name: 'Twenty fields',
  nodes: [
    { id: 'crm', kind: 'endpoint', connection: 'crm', stream: customers.name, position: { x: 0, y: 0 } },
    {
      id: 'map',
      kind: 'mapping',
      position: { x: 320, y: 0 },
      match: [['id', 'account_id']],
      fields: [
        { left: 'id', right: 'account_id' },
        { left: 'email', right: 'email_address', decision: { kind: 'drawn', by: 'Ann' } },
        {
          left: 'phone',
          right: 'tel',
          direction: 'forward',
          transform: { forward: [{ kind: 'trim' }, { kind: 'phone', country: 'DE' }] },
        },
        {
          left: 'first_name',
          also: { left: ['last_name'] },
          right: 'full_name',
          transform: { forward: [{ kind: 'template', text: '{last_name}, {first_name}' }] },
        },
        {
          left: 'status',
          right: 'state',
          transform: {
            forward: [
              {
                kind: 'lookup',
                entries: [
                  ['trial', 'T'],
                  ['paying', 'P'],
                  ['gone', 'X'],
                ],
              },
            ],
          },
        },
        { left: 'balance', right: 'balance' },
        {
          left: 'credit_cents',
          right: 'credit',
          transform: { forward: [{ kind: 'scale', divisor: '100' }] },
        },
        { left: 'signed_up', right: 'created', lossy: { reason: 'Microseconds mean nothing here.' } },
        { left: 'seen', right: 'last_seen', direction: 'forward' },
        {
          left: 'birthday',
          right: 'born',
          transform: { forward: [{ kind: 'format-date', format: 'DD.MM.YYYY' }] },
        },
        { left: 'active', right: 'is_active' },
        { left: 'visits', right: 'visit_count' },
        { left: 'big', right: 'big' },
        { left: 'score', right: 'score' },
        { left: 'profile', right: 'details' },
        { left: 'tags', right: 'tag_list', transform: { forward: [{ kind: 'split', separator: '; ' }] } },
        {
          left: 'place',
          right: 'city',
          also: { right: ['country'] },
          transform: { forward: [{ kind: 'split', separator: ' / ' }] },
        },
        { left: 'ref', right: 'external_ref' },
        { left: 'labels', right: 'labels' },
        {
          left: '',
          right: 'source',
          direction: 'forward',
          transform: { forward: [{ kind: 'constant', value: 'crm' }] },
        },
        {
          left: 'price',
          right: 'price',
          transform: { forward: [{ kind: 'read-number', decimal: ',', group: '.', suffix: ' €' }] },
        },
        { left: 'nick', right: 'nick', direction: 'backward' },
      ],
    },
    {
      id: 'rule',
      kind: 'conflict',
      position: { x: 640, y: 0 },
      rule: { kind: 'newest', tie: 'left' },
      fields: {
        email: { kind: 'prefer', side: 'left' },
        'first_name + last_name': { kind: 'hold' },
        nick: { kind: 'prefer', side: 'right' },
      },
      first: { fields: { email: { kind: 'prefer', side: 'right' } } },
    },
    { id: 'app', kind: 'endpoint', connection: 'app', stream: accounts.name, position: { x: 960, y: 0 } },
  ],
  edges: [
    { id: 'e1', source: 'crm', target: 'map' },
    { id: 'e2', source: 'map', target: 'rule' },
    { id: 'e3', source: 'rule', target: 'app' },
  ],
});

export const twentySchemas = schemasOf({
  'crm public.customers': customers,
  'app public.accounts': accounts,
});

const words = fc.constantFrom('Ada', 'Łódź', "O'Neill", 'x y', 'Grace', '12');
const cents = fc
  .integer({ min: -9_999_999, max: 9_999_999 })
  .map(
    (value) =>
      `${value < 0 ? '-' : ''}${Math.floor(Math.abs(value) / 100)}.${String(Math.abs(value) % 100).padStart(2, '0')}`,
  );
const days = fc.date({ min: new Date('1900-01-01'), max: new Date('2026-11-26'), noInvalidDate: true });
const day = days.map((value) => value.toISOString().slice(0, 10));
/** Values that both sides take, and at times one that a side refuses. */
const common = (good: fc.Arbitrary<string>, ...refused: string[]) =>
  refused.length === 0
    ? good
    : fc.oneof({ weight: 80, arbitrary: good }, { weight: 1, arbitrary: fc.constantFrom(...refused) });

const left: Record<string, fc.Arbitrary<string>> = {
  email: fc.constantFrom('ada@example.com', 'Grace@Example.com', ''),
  phone: common(fc.constantFrom('030 123456', ' +44 20 7946 0958'), 'none'),
  first_name: common(words, 'A, B'),
  last_name: words,
  balance: cents,
  birthday: common(day, 'infinity', '0044-03-15 BC'),
  tags: common(fc.constantFrom('a; b', 'a', '', 'x;y')),
  place: common(fc.constantFrom('Berlin / DE', 'Paris / FR'), 'Rome'),
  price: common(fc.constantFrom('1.234,50 €', '7 €', '12,345 €'), 'free'),
  profile: fc.constantFrom('{"a": 1.5, "b": [1, "2", null]}', '[]', '"x"', '{"n": {"m": true}}'),
  nick: words,
};
const right: Record<string, fc.Arbitrary<string>> = {
  email_address: fc.constantFrom('ada@example.com', 'x', ''),
  full_name: common(fc.constantFrom('Lovelace, Ada', 'Grace, x y', 'a, b, c'), 'Ada'),
  state: common(fc.constantFrom('T', 'P', 'X'), 'Y'),
  balance: common(cents, '99999999999.99'),
  credit: common(cents, '99999999.99'),
  born: common(
    day.map((value) => value.split('-').toReversed().join('.')),
    '31.02.1990',
  ),
  is_active: common(fc.constantFrom('0', '1'), '2'),
  visit_count: common(fc.integer().map(String), '99999999999'),
  big: common(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String), '1.5'),
  details: fc.constantFrom('{"a": 1.5}', '{}', '12'),
  tag_list: common(fc.constantFrom('{}', '{a,b}', '{"x y"}'), '{"a; b"}', '{NULL}'),
  city: words,
  country: words,
  external_ref: common(fc.uuid(), 'none'),
  nick: words,
};

function rowOf(stream: StreamSchema, own: Record<string, fc.Arbitrary<string>>): fc.Arbitrary<Row> {
  const joined = new Set(['city', 'country']);
  const valuesOf = (field: Field) => {
    const values = (own[field.name] ?? textsOf(field.type)).filter((value) => !/NaN|Infinity/.test(value));
    return field.nullable && !joined.has(field.name) ? fc.option(values, { nil: null, freq: 9 }) : values;
  };
  return fc.record(Object.fromEntries(stream.fields.map((field) => [field.name, valuesOf(field)])));
}

/** So many made-up records of one of the two streams, the same ones each time. */
export function recordsOf(stream: StreamSchema, count: number): Row[] {
  return fc.sample(rowOf(stream, stream === customers ? left : right), { numRuns: count, seed: 20_261_126 });
}
