import { expect, test } from 'vitest';
import { MappingNode } from '#core/flow/flow-graph.ts';
import { suggestPairs } from '#core/mapping/suggest-pairs.ts';
import { optionalField, requiredField, streamOf } from '#testing/flow-fixtures.ts';
import { drawSuggested } from './draw-suggested.ts';

const text = { kind: 'text' } as const;
const int = { kind: 'int64' } as const;
const made = { hasDefault: true };

const contacts = (key: object = {}) =>
  streamOf(
    'public.contacts',
    [
      requiredField('id', int, key),
      requiredField('email', text),
      optionalField('zip', text),
      optionalField('shoe', text),
    ],
    { uniques: [['email']] },
  );
const people = (name: string, key: object = {}) =>
  streamOf(
    'public.people',
    [
      requiredField(name, int, key),
      requiredField('mail', text),
      optionalField('postal_code', text, { readOnly: true }),
      optionalField('hat', text),
    ],
    { uniques: [['mail']] },
  );

function drawn(left: ReturnType<typeof contacts>, right: ReturnType<typeof people>, more: object = {}) {
  const node = MappingNode.parse({ id: 'm', kind: 'mapping', ...more });
  const count = drawSuggested(node, left, right, suggestPairs(left, right), 0.8);
  return { node, count };
}

test('sure suggestions become pairs with their reason, key against key the match, read-only fields one way', () => {
  const { node, count } = drawn(contacts(), people('ID'));
  expect(count).toBe(3);
  expect(node.match).toEqual([['id', 'ID']]);
  expect(node.link).toBeUndefined();
  expect(node.fields.map(({ left, right, direction }) => [left, right, direction])).toEqual([
    ['id', 'ID', undefined],
    ['email', 'mail', undefined],
    ['zip', 'postal_code', 'backward'],
  ]);
  expect(node.fields[1]?.decision).toMatchObject({
    kind: 'automatic',
    confidence: expect.any(Number),
    reason: expect.stringContaining("'email' is 'mail'"),
    matcher: expect.any(String),
  });
});

test('keys are matched where they are called the same; others that each system makes are linked', () => {
  const unsaid = drawn(contacts(), people('person_id')).node;
  expect(unsaid).toMatchObject({ match: [], fields: [{ left: 'email' }, { left: 'zip' }] });
  expect(unsaid.link).toBeUndefined();
  const linked = drawn(contacts(made), people('person_id', made)).node;
  expect(linked.link).toEqual({ by: [['email', 'mail']] });
  expect(linked.match).toEqual([]);
  expect(linked.fields.map(({ left }) => left)).toEqual(['email', 'zip']);
  const shared = drawn(contacts(made), people('ID', made)).node;
  expect(shared.link).toBeUndefined();
  expect(shared.match).toEqual([['id', 'ID']]);
});

test('what is mapped or turned down stays so', () => {
  const { node, count } = drawn(contacts(), people('person_id'), {
    match: [['id', 'person_id']],
    fields: [{ left: 'email', right: 'hat' }],
    rejected: [{ left: 'zip', right: 'postal_code' }],
  });
  expect(count).toBe(0);
  expect(node.fields).toEqual([{ left: 'email', right: 'hat' }]);
});
