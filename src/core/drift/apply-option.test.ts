import { expect, test } from 'vitest';
import { mappingOf } from '#testing/compile-fixtures.ts';
import { exampleFlow } from '#testing/flow-fixtures.ts';
import { applyOption } from './apply-option.ts';

const at = '2026-01-02T03:04:05.000Z';

const graph = exampleFlow();
const mapping = mappingOf(graph);
const conflict = graph.nodes.find((node) => node.kind === 'conflict');
const lane = { mappingNodeId: mapping.id, conflictNodeId: conflict?.id ?? null };
const withRule = {
  ...graph,
  nodes: graph.nodes.map((node) =>
    node.kind === 'conflict' ? { ...node, fields: { email: { kind: 'hold' as const } } } : node,
  ),
};
const rulesOf = (flow: typeof graph) => flow.nodes.find((node) => node.kind === 'conflict')?.fields;

test('[E15] a field is followed under its new name, with its rule', () => {
  const option = { kind: 'follow', side: 'left', from: 'email', to: 'mail', label: '' } as const;
  const changed = applyOption(withRule, lane, option, at);
  expect(mappingOf(changed).fields.map((pair) => pair.left)).toEqual(
    mapping.fields.map((pair) => (pair.left === 'email' ? 'mail' : pair.left)),
  );
  expect(rulesOf(changed)).toEqual({ mail: { kind: 'hold' } });
  const right = applyOption(
    withRule,
    lane,
    { ...option, side: 'right', from: 'email_address', to: 'mail' },
    at,
  );
  expect(mappingOf(right).fields.some((pair) => pair.right === 'mail')).toBe(true);
  expect(rulesOf(right)).toEqual({ email: { kind: 'hold' } });
});

test('[E15] steps follow a field that they name, and a pair of several fields is known by their names together', () => {
  const full = {
    left: 'name',
    also: { left: ['email', 'Odd Name'] },
    right: 'full_name',
    transform: {
      forward: [
        { kind: 'expression' as const, text: 'email == "email" ? email : field("email")' },
        { kind: 'template' as const, text: '{value}' },
      ],
      backward: [{ kind: 'template' as const, text: '{full_name} {{email}}' }],
    },
  };
  const several = {
    ...graph,
    nodes: graph.nodes.map((node) => (node.kind === 'mapping' ? { ...node, fields: [full] } : node)),
  };
  const follow = { kind: 'follow', side: 'left', from: 'email', to: 'E-mail', label: '' } as const;
  expect(mappingOf(applyOption(several, lane, follow, at)).fields).toEqual([
    {
      ...full,
      also: { left: ['E-mail', 'Odd Name'] },
      transform: {
        ...full.transform,
        forward: [
          { kind: 'expression', text: 'field("E-mail") == "email" ? field("E-mail") : field("E-mail")' },
          full.transform.forward[1],
        ],
      },
    },
  ]);
  const back = { ...follow, side: 'right', from: 'full_name', to: 'whole' } as const;
  expect(mappingOf(applyOption(several, lane, back, at)).fields[0]?.transform?.backward).toEqual([
    { kind: 'template', text: '{whole} {{email}}' },
  ]);
  const unmap = { kind: 'unmap', left: 'name + email + Odd Name', right: 'full_name', label: '' } as const;
  expect(mappingOf(applyOption(several, lane, unmap, at)).fields).toEqual([]);
});

test('[E15] a pair is taken out of the mapping, with its rule, or put in', () => {
  const gone = applyOption(
    withRule,
    lane,
    { kind: 'unmap', left: 'email', right: 'email_address', label: '' },
    at,
  );
  expect(mappingOf(gone).fields).toHaveLength(mapping.fields.length - 1);
  expect(rulesOf(gone)).toEqual({});
  const more = applyOption(withRule, lane, { kind: 'map', left: 'city', right: 'town', label: '' }, at);
  expect(mappingOf(more).fields.at(-1)).toEqual({ left: 'city', right: 'town' });
  expect(rulesOf(more)).toEqual({ email: { kind: 'hold' } });
  const pair = { left: 'city', right: 'town', made: 'right' } as const;
  const made = applyOption(withRule, lane, { kind: 'pair', pair }, at);
  expect(mappingOf(made).fields.at(-1)).toEqual(pair);
  expect(rulesOf(made)).toEqual({ email: { kind: 'hold' } });
});

test('[E15] other nodes stay as they are', () => {
  const elsewhere = applyOption(
    withRule,
    { mappingNodeId: 'none', conflictNodeId: null },
    {
      kind: 'unmap',
      left: 'email',
      right: 'email_address',
      label: '',
    },
    at,
  );
  expect(elsewhere).toEqual(withRule);
});

test('[E15] a pair that is followed to another name is to be decided on again', () => {
  const decision = { kind: 'accepted', by: 'Ann', at, confidence: 0.9 } as const;
  const decided = {
    ...graph,
    nodes: graph.nodes.map((node) =>
      node.kind === 'mapping'
        ? { ...node, fields: node.fields.map((pair) => ({ ...pair, decision })) }
        : node,
    ),
  };
  const option = { kind: 'follow', side: 'left', from: 'email', to: 'mail', label: '' } as const;
  const fields = mappingOf(applyOption(decided, lane, option, at)).fields;
  const reopened = { at, cause: 'email is called mail now.' };
  expect(fields.find((pair) => pair.left === 'mail')?.decision).toEqual({ ...decision, reopened });
  expect(fields.find((pair) => pair.left === 'name')?.decision).toEqual(decision);
});
