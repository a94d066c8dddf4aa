import { describe, expect, test } from 'vitest';
import { compiledExample, errors, mappingOf } from '#testing/compile-fixtures.ts';
import { contacts, optionalField, people, streamOf } from '#testing/flow-fixtures.ts';
import type { StreamSchema } from '../values/stream-schema.ts';
import { FieldPair } from './flow-graph.ts';

const streams = {
  'crm public.contacts': streamOf('public.contacts', [
    ...contacts.fields,
    optionalField('first', { kind: 'text' }),
    optionalField('last', { kind: 'text' }),
    optionalField('cents', { kind: 'int64' }),
    optionalField('code', { kind: 'text' }),
  ]),
  'app public.people': streamOf('public.people', [
    ...people.fields,
    optionalField('source', { kind: 'text', max: 3 }),
    optionalField('euros', { kind: 'decimal', precision: 12, scale: 2 }),
    optionalField('made', { kind: 'text' }, { readOnly: true }),
    optionalField('initials', { kind: 'text' }),
  ]),
};

function compiledPairs(pairs: object[], more: Record<string, StreamSchema> = {}, direction = 'both') {
  return compiledExample(
    (graph) => {
      const mapping = mappingOf(graph);
      mapping.direction = direction as typeof mapping.direction;
      mapping.fields = pairs.map((pair) => FieldPair.parse(pair));
    },
    { ...streams, ...more },
  );
}

const message = (pairs: object[]) => {
  const { problems } = compiledPairs(pairs);
  return problems.filter((each) => each.severity === 'error').map((each) => `${each.message} ${each.remedy}`);
};
const lower = { kind: 'case', to: 'lower' };
const full = { kind: 'template', text: '{first} {last}' };

describe('a pair with steps', () => {
  test('comes out with its steps, and its several fields as one column', () => {
    const { lanes, problems } = compiledPairs([
      { left: 'first', also: { left: ['last'] }, right: 'full_name', transform: { forward: [full] } },
      { left: 'cents', right: 'euros', transform: { forward: [{ kind: 'scale', divisor: '100' }] } },
      {
        left: '',
        right: 'source',
        direction: 'forward',
        transform: { forward: [{ kind: 'constant', value: 'crm' }] },
      },
    ]);
    expect(errors(problems)).toEqual([]);
    expect(lanes[0]?.fields.slice(1)).toMatchObject([
      { left: 'first + last', right: 'full_name', direction: 'both', parts: { left: ['first', 'last'] } },
      { left: 'cents', right: 'euros', direction: 'both' },
      { left: 'computed for source', right: 'source', direction: 'forward', parts: { left: [] } },
    ]);
  });

  test('goes both ways only with steps that lead back, or with steps for each way', () => {
    const pair = { left: 'email', right: 'email_address', transform: { forward: [lower] } };
    expect(message([pair])).toEqual([
      'Values do not find back to email: step 1 (lower case) leads one way only: which letters were capital is not known any more. ' +
        'Let the pair go one way, or give the steps for the way to the left as well (an empty list is the plain cast).',
    ]);
    expect(message([{ ...pair, direction: 'forward' }])).toEqual([]);
    expect(message([{ ...pair, transform: { forward: [lower], backward: [] } }])).toEqual([]);
    expect(message([{ ...pair, direction: 'backward' }])).toHaveLength(1);
  });

  const refused: [string, object, string][] = [
    [
      'a step that does not take what comes in',
      { left: 'cents', right: 'euros', transform: { forward: [{ kind: 'path', path: ['a'] }] } },
      'takes json, and int64 comes in',
    ],
    [
      'a constant that never fits',
      {
        left: '',
        right: 'source',
        direction: 'forward',
        transform: { forward: [{ kind: 'constant', value: 'long' }] },
      },
      'it has 4 characters, 3 fit',
    ],
    [
      'a field that is not there',
      {
        left: 'first',
        also: { left: ['middle'] },
        right: 'full_name',
        direction: 'forward',
        transform: { forward: [full] },
      },
      'no field "middle"',
    ],
    [
      'a field that the template does not have',
      { left: 'first', right: 'full_name', direction: 'forward', transform: { forward: [full] } },
      'names "last"',
    ],
    [
      'a bad expression',
      {
        left: 'first',
        right: 'full_name',
        direction: 'forward',
        transform: { forward: [{ kind: 'expression', text: 'frist + "x"' }] },
      },
      'Did you mean first?',
    ],
    [
      'a field named twice',
      {
        left: 'first',
        also: { left: ['first'] },
        right: 'full_name',
        direction: 'forward',
        transform: { forward: [{ kind: 'join', separator: ' ' }] },
      },
      'twice',
    ],
    [
      'a field that nobody writes',
      { left: 'first', right: 'made', direction: 'forward', transform: { forward: [lower] } },
      'does not let anybody write made',
    ],
    ['nothing to read', { left: '', right: 'full_name', direction: 'forward' }, 'no left field'],
    [
      'nothing to write',
      { left: 'first', right: '', direction: 'forward', transform: { forward: [lower] } },
      'no right field',
    ],
    [
      'several keys as one',
      { left: 'id', also: { left: ['code'] }, right: 'contact_id', transform: { forward: [full] } },
      'which several fields joined cannot',
    ],
    [
      'a key that loses',
      { left: 'id', right: 'contact_id', transform: { forward: [{ kind: 'scale', factor: '0' }] } },
      'do not find back',
    ],
  ];
  test.each(refused)('is refused: %s', (_, pair, expected) => {
    const told = message([pair]);
    expect(told.join('\n')).toContain(expected);
  });

  test('finds the record where its steps lead both ways', () => {
    const key = {
      left: 'id',
      right: 'contact_id',
      transform: { forward: [{ kind: 'scale', factor: '1', after: '1000' }] },
    };
    const { lanes, problems } = compiledPairs([key]);
    expect(errors(problems)).toEqual([]);
    expect(lanes[0]?.fields[0]).toMatchObject({ key: true, transform: key.transform });
  });

  test('needs complete old rows where a change of one field must tell the others', () => {
    const partial = { ...streams['crm public.contacts'], beforeImage: 'key' as const };
    const pair = {
      left: 'first',
      also: { left: ['last'] },
      right: 'full_name',
      transform: { forward: [full] },
    };
    expect(errors(compiledPairs([pair], { 'crm public.contacts': partial }).problems)).toEqual([
      'BEFORE_IMAGE_PARTIAL map#0',
    ]);
  });
});

describe('[E17] pairs that lead in a circle are refused', () => {
  const forward = (left: string, right: string) => ({ left, right, direction: 'forward' });
  const backward = (left: string, right: string) => ({ left, right, direction: 'backward' });
  const both = (left: string, right: string) => ({ left, right });

  test.each([
    ['two ways between two fields', [forward('first', 'full_name'), backward('first', 'full_name')], true],
    [
      'over other fields',
      [
        forward('first', 'full_name'),
        backward('last', 'full_name'),
        forward('last', 'initials'),
        backward('first', 'initials'),
      ],
      true,
    ],
    [
      'through a two-way pair',
      [
        both('first', 'full_name'),
        backward('last', 'full_name'),
        forward('last', 'initials'),
        backward('code', 'initials'),
        { ...forward('code', 'email_address') },
      ],
      false,
    ],
    [
      'back into a two-way pair',
      [both('first', 'full_name'), { left: 'last', right: 'full_name', direction: 'forward' }],
      false,
    ],
    [
      'one after the other',
      [both('first', 'full_name'), forward('first', 'initials'), backward('last', 'initials')],
      false,
    ],
  ])('%s', (_, pairs, expected) => {
    const found = errors(compiledPairs(pairs).problems).filter((each) => each.startsWith('PAIR_LOOP'));
    expect(found.length > 0).toBe(expected);
  });
});
