import { expect, test } from 'vitest';
import { exampleFlow } from '#testing/flow-fixtures.ts';
import type { FlowGraph, MappingNode } from '../flow/flow-graph.ts';
import { learnDecisions } from './learn-decisions.ts';

const at = '2026-01-01T00:00:00.000Z';
const withMapping = (change: Partial<MappingNode>): FlowGraph => {
  const graph = exampleFlow();
  const nodes = graph.nodes.map((node) => (node.kind === 'mapping' ? { ...node, ...change } : node));
  return { ...graph, nodes };
};

test('what flows map and turn down is counted once a flow, unless nobody stands by it', () => {
  const pair = { left: 'zip', right: 'plz' };
  const draft = withMapping({ fields: [pair], rejected: [{ left: 'zip', right: 'town' }] });
  const version = withMapping({ fields: [pair] });
  const reopened = { kind: 'accepted', reopened: { at, cause: 'renamed' } } as const;
  expect(
    learnDecisions([
      [draft, version],
      [withMapping({ fields: [{ ...pair, decision: { kind: 'drawn' } }] })],
      [withMapping({ fields: [{ ...pair, decision: reopened }] })],
      [withMapping({ fields: [{ ...pair, decision: { kind: 'automatic' } }] })],
    ]),
  ).toEqual([
    { left: 'zip', right: 'plz', verdict: 'accepted', times: 2 },
    { left: 'zip', right: 'town', verdict: 'rejected', times: 1 },
  ]);
});
