import fc from 'fast-check';
import { FlowGraph } from '#core/flow/flow-graph.ts';
import type { NeutralType } from '#core/values/neutral-type.ts';
import type { Field } from '#core/values/stream-schema.ts';
import type { Value } from '#core/values/value.ts';
import type { GivenStep } from '#testing/step-fixtures.ts';
import { fieldOf, sampleTypes, textsOf } from '#testing/value-fixtures.ts';

/** A pair of a made-up mapping, with the fields that it alone is of. */
export type DrawnPair = {
  left: Field[];
  right: Field[];
  direction: 'both' | 'forward' | 'backward';
  forward?: GivenStep[];
  backward?: GivenStep[];
};

const types: NeutralType[] = [
  ...sampleTypes.filter(({ kind }) => kind !== 'native'),
  { kind: 'text', max: 3 },
  { kind: 'enum', values: ['', "it's", 'open', '7'] },
  { kind: 'array', of: { kind: 'float64' } },
  { kind: 'array', of: { kind: 'json' } },
];
const anyType = fc.oneof(
  { weight: 1, arbitrary: fc.constant<NeutralType>({ kind: 'text' }) },
  { weight: 2, arbitrary: fc.constantFrom(...types) },
);
const separator = fc.constantFrom(',', ', ', '|', '; ', '\n', "'");
const word = fc.constantFrom('a', 'open', '7', '1.50', '', ' ', "it's", 'true', '`$`', '\u2028');
const digits = fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined });
const plainNumber = fc.constantFrom('0', '1', '-1.5', '100', '0.01', '9', '123456789012345678.5');
const form = fc.record({
  decimal: fc.constantFrom('.', ','),
  group: fc.constantFrom('', "'", ' ', '_'),
  prefix: fc.constantFrom('', '$', '('),
  suffix: fc.constantFrom('', ' €', ')'),
});
const format = fc.constantFrom(
  'YYYY-MM-DD',
  'DD.MM.YYYY HH:mm',
  'M/D/YY',
  'YYYY-MM-DD HH:mm:ss.SSS',
  'YYYY-MM-DD HH:mm:ss ZZ',
  'HH:mm',
  '[at] h:mm A',
  'YYYY-MM-DD HH:mm:ss.SSSSSS',
);
const state = fc.constantFrom('null', 'empty', 'fail');
const step = (
  kind: GivenStep['kind'],
  settings: Record<string, fc.Arbitrary<unknown>> = {},
): fc.Arbitrary<GivenStep> =>
  fc.record(settings).map((given) => ({ kind, ...JSON.parse(JSON.stringify(given)) }));

const steps: fc.Arbitrary<GivenStep> = fc.oneof(
  step('constant', { value: fc.option(word, { nil: null }) }),
  step('default', { value: word }),
  step('trim', { where: fc.constantFrom('both', 'start', 'end'), inner: fc.boolean() }),
  step('case', { to: fc.constantFrom('lower', 'upper', 'title') }),
  step('split', { separator, part: fc.option(fc.integer({ min: -2, max: 2 }), { nil: undefined }) }),
  step('join', { separator, empty: fc.constantFrom('keep', 'skip') }),
  step('template', {
    text: fc.constantFrom('<{value}>', '{a}-{b}', '{a}', '{b}, {a}', '{{{a}}}', 'x`{{a}}{a}'),
  }),
  step('lookup', {
    entries: fc.uniqueArray(fc.tuple(fc.option(word, { nil: null }), fc.option(word, { nil: null })), {
      minLength: 1,
      maxLength: 4,
      selector: ([from]) => from,
    }),
    unmatched: fc.oneof(
      fc.constantFrom('fail', 'keep'),
      fc.record({ default: fc.option(word, { nil: null }) }),
    ),
  }),
  fc.tuple(fc.constantFrom('read-number', 'format-number'), form, digits).map(
    ([kind, given, places]) =>
      ({
        kind,
        ...given,
        ...(kind === 'format-number' && places !== undefined ? { digits: places } : {}),
      }) as GivenStep,
  ),
  step('read-date', { format, to: fc.constantFrom('date', 'time', 'timestamp', 'timestamptz') }),
  step('format-date', { format }),
  step('phone', { country: fc.constantFrom('DE', undefined) }),
  step('email', { local: fc.constantFrom('lower', 'keep') }),
  step('empty', {
    absent: state,
    null: state,
    empty: state,
    blank: fc.constantFrom('null', 'empty', 'keep', 'fail'),
  }),
  step('scale', {
    factor: plainNumber,
    divisor: plainNumber,
    before: plainNumber,
    after: plainNumber,
    digits,
  }),
  step('unit', {
    from: fc.constantFrom('lb', 'kg', 'in', 'cm'),
    to: fc.constantFrom('kg', 'lb', 'cm', 'in'),
    digits,
  }),
  step('path', {
    path: fc.constantFrom(['a'], ['a', 0], ['a', 'b'], ['__proto__'], [0]),
    as: fc.constantFrom('text', 'number', 'boolean', 'json'),
  }),
  step('nest', { path: fc.constantFrom(['a'], ['a', 'b'], ['__proto__', 'x']) }),
  step('expression', {
    text: fc.constantFrom(
      'a',
      'value',
      'isNull(a)',
      'ifNull(a, "x")',
      'a + b',
      'a + "!"',
      'value + "!"',
      'onlyIf(!isNull(a), a)',
      'a > 5',
      'size(a)',
      'a == b',
      'lower(a)',
      '[a, b]',
      'decimal("1.5") * decimal("2")',
      '"it\'s"',
      'year(a)',
    ),
  }),
);

/** One field mostly, at times none or two. */
const fieldsOfSide = (one: number, none: number, two: number) =>
  fc.oneof(
    { weight: one, arbitrary: fc.array(fc.tuple(anyType, fc.boolean()), { minLength: 1, maxLength: 1 }) },
    { weight: none, arbitrary: fc.constant([]) },
    { weight: two, arbitrary: fc.array(fc.tuple(anyType, fc.boolean()), { minLength: 2, maxLength: 2 }) },
  );

/** Pairs of all kinds of types and steps; some make no sense, which compiling tells. */
export const drawnPairs: fc.Arbitrary<DrawnPair[]> = fc
  .array(
    fc.record({
      left: fieldsOfSide(8, 1, 3),
      right: fieldsOfSide(12, 0, 2),
      direction: fc.constantFrom('both', 'forward', 'forward', 'backward'),
      forward: fc.option(fc.array(steps, { minLength: 1, maxLength: 3, size: 'small' }), {
        nil: undefined,
        freq: 4,
      }),
      backward: fc.option(fc.array(steps, { minLength: 0, maxLength: 2 }), { nil: undefined, freq: 1 }),
    }),
    { minLength: 12, maxLength: 24 },
  )
  .map((pairs) =>
    pairs.map(({ left, right, forward, backward, direction }, at): DrawnPair => {
      const named = (side: 'l' | 'r', fields: readonly [NeutralType, boolean][]) =>
        fields.map(([type, nullable], part) =>
          fieldOf(type, { name: `${'ab'[part]}${side === 'l' ? '' : '_'}${at}`, nullable, hasDefault: true }),
        );
      const renamed = (given: GivenStep[] | undefined) => given?.map((each) => named_(each, at));
      return {
        left: named('l', left),
        right: named('r', right),
        direction: direction as DrawnPair['direction'],
        ...(forward ? { forward: renamed(forward) as GivenStep[] } : {}),
        ...(backward ? { backward: renamed(backward) as GivenStep[] } : {}),
      };
    }),
  );

/** Steps name the fields `a` and `b` of their pair. */
function named_(given: GivenStep, at: number): GivenStep {
  if (given.kind === 'template')
    return { ...given, text: String(given.text).replace(/\{([ab])\}/g, `{$1${at}}`) };
  if (given.kind === 'expression')
    return { ...given, text: String(given.text).replace(/(?<![\w"])([ab])(?![\w"(])/g, `$1${at}`) };
  return given;
}

/** A one-way or two-way flow of some of the pairs. */
export function flowOf(pairs: readonly DrawnPair[], direction: DrawnPair['direction']): FlowGraph {
  const end = (id: string) => ({ id, kind: 'endpoint', connection: id, stream: 'public.records' });
  return FlowGraph.parse({
    formatVersion: 1,
    name: 'Drawn',
    nodes: [
      end('left'),
      {
        id: 'map',
        kind: 'mapping',
        direction,
        match: [['id', 'id']],
        fields: [{ left: 'id', right: 'id' }, ...pairs.map((pair) => pairOf(pair, direction))],
      },
      end('right'),
    ],
    edges: [
      { id: 'e1', source: 'left', target: 'map' },
      { id: 'e2', source: 'map', target: 'right' },
    ],
  });
}

function pairOf({ left, right, forward, backward, direction }: DrawnPair, lane: DrawnPair['direction']) {
  const also = {
    ...(left.length > 1 ? { left: left.slice(1).map(({ name }) => name) } : {}),
    ...(right.length > 1 ? { right: right.slice(1).map(({ name }) => name) } : {}),
  };
  return {
    left: left[0]?.name ?? '',
    right: right[0]?.name ?? '',
    ...(Object.keys(also).length > 0 ? { also } : {}),
    direction: lane === 'both' ? direction : lane,
    lossy: { reason: 'Drawn.' },
    ...(forward || backward
      ? { transform: { ...(forward ? { forward } : {}), ...(backward ? { backward } : {}) } }
      : {}),
  };
}

const telling = fc.constantFrom(
  'a, b',
  'a|b|c',
  '<x>',
  "$1'234,50 €",
  '(7)',
  '1.5',
  '2026-11-26',
  '26.11.2026 09:30',
  '+49 30 123456',
  '030 123456',
  ' Ada@Example.COM ',
  'open',
  '7',
  '',
  ' ',
  'true',
  'ß',
  'İi',
  'e\u0301',
);
const documents = fc.constantFrom(
  '{"a":"x"}',
  '{"a":["x",null]}',
  '{"a":{"b":1.5}}',
  '{"a":true}',
  '[1]',
  '{"__proto__":5}',
  '{}',
  '"x"',
  '12',
  '{"a":12345678901234567890}',
  '{"a":1e400}',
  '{"a":{"b":null}}',
);

/** Values of a field, those that steps are made for among them. */
export function valuesOf({ type, nullable }: Field): fc.Arbitrary<Value> {
  const usual = textsOf(type);
  const values =
    type.kind === 'text'
      ? fc.oneof(
          usual,
          telling.map((text) => [...text].slice(0, type.max).join('')),
        )
      : type.kind === 'json'
        ? fc.oneof(usual, documents)
        : usual;
  return nullable ? fc.option(values, { nil: null, freq: 6 }) : values;
}
