import { expect, test } from 'vitest';
import { mappingOf } from '#testing/compile-fixtures.ts';
import { exampleFlow } from '#testing/flow-fixtures.ts';
import { CodeNode, type FieldPair, type FlowGraph, type MappingNode } from './flow-graph.ts';
import { stampDecisions } from './stamp-decisions.ts';

const ann = { by: 'Ann', at: '2026-01-01T00:00:00.000Z' };
const ben = { by: 'Ben', at: '2026-02-02T00:00:00.000Z' };

function withMapping(change: Partial<MappingNode>): FlowGraph {
  const graph = exampleFlow();
  const nodes = graph.nodes.map((node) => (node.kind === 'mapping' ? { ...node, ...change } : node));
  return { ...graph, nodes };
}
const withPairs = (...fields: FieldPair[]) => withMapping({ fields });
const decisions = (graph: FlowGraph) => mappingOf(graph).fields.map((pair) => pair.decision);

test('a new pair gets who and when: drawn, unless it says that it was suggested', () => {
  const suggested = { kind: 'accepted', confidence: 0.8, reason: 'names share', matcher: 'm-1' } as const;
  const { graph, made } = stampDecisions(
    withPairs({ left: 'id', right: 'contact_id' }),
    withPairs(
      { left: 'id', right: 'contact_id' },
      { left: 'email', right: 'email_address' },
      { left: 'name', right: 'full_name', decision: suggested },
    ),
    ann,
  );
  expect(decisions(graph)).toEqual([undefined, { kind: 'drawn', ...ann }, { ...suggested, ...ann }]);
  expect(made).toEqual({
    automatic: [],
    accepted: ['name ⇄ full_name'],
    drawn: ['email ⇄ email_address'],
    created: [],
    rejected: [],
  });
});

const deployed = { kind: 'accepted', ...ann, types: { left: 'int', right: 'int' } } as const;

test('what was written down stays, whatever of it an editor still knows', () => {
  const stored = withPairs({ left: 'id', right: 'contact_id', decision: deployed });
  for (const known of [undefined, { kind: 'accepted' } as const, deployed]) {
    const saved = withPairs({ left: 'id', right: 'contact_id', ...(known ? { decision: known } : {}) });
    const { graph, made } = stampDecisions(stored, saved, ben);
    expect(decisions(graph)).toEqual([deployed]);
    expect(Object.values(made).flat()).toEqual([]);
  }
});

test('another kind or another moment is a new decision, which closes the old one', () => {
  const stored = withPairs({
    left: 'id',
    right: 'contact_id',
    decision: { kind: 'automatic', ...ann, reopened: { at: ann.at, cause: 'renamed' } },
  });
  const again = { kind: 'automatic', by: 'Ann', at: ben.at } as const;
  for (const decision of [again, { kind: 'drawn' } as const]) {
    const { graph } = stampDecisions(stored, withPairs({ left: 'id', right: 'contact_id', decision }), ben);
    expect(decisions(graph)).toEqual([{ ...decision, ...ben }]);
  }
});

test('who stands by a decision that was reopened, or whose types changed, closes it', () => {
  const reopened = { ...deployed, reopened: { at: ann.at, cause: 'renamed' } };
  const again = { kind: 'accepted', types: deployed.types } as const;
  for (const [before, after] of [
    [reopened, { kind: 'accepted' } as const],
    [deployed, again],
  ]) {
    const { graph, made } = stampDecisions(
      withPairs({ left: 'id', right: 'contact_id', decision: before }),
      withPairs({ left: 'id', right: 'contact_id', decision: after }),
      ben,
    );
    expect(decisions(graph)).toEqual([{ kind: 'accepted', ...ben }]);
    expect(made.accepted).toEqual(['id ⇄ contact_id']);
  }
  const untouched = withPairs({ left: 'id', right: 'contact_id', decision: reopened });
  expect(decisions(stampDecisions(untouched, untouched, ben).graph)).toEqual([reopened]);
});

test('who owns up to a loss is written down, until the reason is another one', () => {
  const pair = { left: 'name', right: 'full_name' };
  const losses = (graph: FlowGraph) => mappingOf(graph).fields.map(({ lossy }) => lossy);
  const given = withPairs({ ...pair, lossy: { reason: 'Blanks do not matter.' } });
  const first = stampDecisions(withPairs(pair), given, ann).graph;
  expect(losses(first)).toEqual([{ reason: 'Blanks do not matter.', ...ann }]);
  expect(losses(stampDecisions(first, given, ben).graph)).toEqual(losses(first));
  const another = withPairs({ ...pair, lossy: { reason: 'Nor do dots.', at: ann.at } });
  expect(losses(stampDecisions(first, another, ben).graph)).toEqual([{ reason: 'Nor do dots.', ...ben }]);
});

test('a decision that comes in a file keeps its name and moment', () => {
  const decision = { kind: 'accepted', ...ann } as const;
  const { graph, made } = stampDecisions(null, withPairs({ left: 'id', right: 'contact_id', decision }), ben);
  expect(decisions(graph)).toEqual([decision]);
  expect(made.accepted).toEqual([]);
});

test('rejections are stamped once, and end where the pair is mapped after all', () => {
  const stored = withMapping({ rejected: [{ left: 'a', right: 'b', ...ann }] });
  const after = withMapping({
    fields: [{ left: 'x', right: 'y', decision: { kind: 'drawn', ...ann } }],
    rejected: [
      { left: 'a', right: 'b' },
      { left: 'c', right: 'd', confidence: 0.5 },
      { left: 'x', right: 'y' },
    ],
  });
  const { graph, made } = stampDecisions(stored, after, ben);
  expect(mappingOf(graph).rejected).toEqual([
    { left: 'a', right: 'b', ...ann },
    { left: 'c', right: 'd', confidence: 0.5, ...ben },
  ]);
  expect(made.rejected).toEqual(['c ⇄ d']);
});

test('who lets a lens break its laws is written down, and stays while the reason does', () => {
  const withLens = (lawless?: CodeNode['lawless']): FlowGraph => {
    const graph = exampleFlow();
    const lens = CodeNode.parse({ id: 'names', kind: 'code', form: 'lens', ...(lawless ? { lawless } : {}) });
    return { ...graph, nodes: [...graph.nodes, lens] };
  };
  const reasonOf = (graph: FlowGraph) => graph.nodes.find((node) => node.kind === 'code')?.lawless;
  const reason = 'Titles are not kept in the CRM.';
  const first = stampDecisions(withLens(), withLens({ reason }), ann).graph;
  expect(reasonOf(first)).toEqual({ reason, ...ann });
  expect(reasonOf(stampDecisions(first, withLens({ reason }), ben).graph)).toEqual({ reason, ...ann });
  const other = 'Nobody reads them.';
  expect(reasonOf(stampDecisions(first, withLens({ reason: other }), ben).graph)).toEqual({
    reason: other,
    ...ben,
  });
});
