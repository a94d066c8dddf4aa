import { expect, test } from 'vitest';
import { compiledExample, mappingOf, warnings } from '#testing/compile-fixtures.ts';
import { contacts, exampleFlow, optionalField } from '#testing/flow-fixtures.ts';
import type { FlowGraph } from './flow-graph.ts';
import { withDecidedTypes } from './with-decided-types.ts';

const at = '2026-01-01T00:00:00.000Z';
const decided = (more: object) => (graph: FlowGraph) => {
  mappingOf(graph).fields = mappingOf(graph).fields.map((pair) =>
    pair.left === 'email' ? { ...pair, decision: { kind: 'accepted', by: 'Ann', at, ...more } } : pair,
  );
};

test('a decision knows the types that it was deployed with, and is reopened when one of them is another', () => {
  const graph = exampleFlow();
  decided({})(graph);
  const { lanes } = compiledExample(decided({}));
  const typed = withDecidedTypes(graph, lanes);
  const pair = mappingOf(typed).fields.find(({ left }) => left === 'email');
  expect(pair?.decision).toEqual({ kind: 'accepted', by: 'Ann', at, types: { left: 'text', right: 'text' } });
  expect(mappingOf(typed).fields.filter(({ decision }) => decision)).toHaveLength(1);
  expect(withDecidedTypes(typed, lanes)).toEqual(typed);

  const same = decided({ types: { left: 'text', right: 'text' } });
  expect(warnings(compiledExample(same).problems)).not.toContain('DECISION_REOPENED map#1');
  const narrower = {
    ...contacts,
    fields: contacts.fields.map((field) =>
      field.name === 'email'
        ? { ...optionalField('email', { kind: 'text', max: 20 }), nativeType: 'varchar(20)' }
        : field,
    ),
  };
  const { problems } = compiledExample(same, { 'crm public.contacts': narrower });
  expect(problems.find(({ code }) => code === 'DECISION_REOPENED')).toMatchObject({
    severity: 'warning',
    fieldIndex: 1,
    message:
      'email and email_address were paired by Ann before this: email was text, and is varchar(20) now.',
  });
});

test('a decision that was reopened says why', () => {
  const reopened = { at, cause: 'mail is called email now.' };
  const { problems } = compiledExample(decided({ reopened }));
  expect(problems.map(({ message }) => message).join()).toContain('mail is called email now.');
});
