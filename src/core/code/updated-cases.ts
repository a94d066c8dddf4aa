import type { CodeNode, FlowGraph } from '../flow/flow-graph.ts';
import type { CaseOutcome } from './run-cases.ts';

/** The graph with what its cases come to now as what they expect. A case that was not run stays as it is. */
export function updatedCases(
  graph: FlowGraph,
  outcomes: ReadonlyMap<string, readonly Pick<CaseOutcome, 'name' | 'got' | 'passed'>[]>,
): FlowGraph {
  const nodes = graph.nodes.map((node) => {
    const ran = outcomes.get(node.id);
    if (node.kind !== 'code' || !node.cases || !ran) return node;
    return { ...node, cases: node.cases.map((each, index) => updated(each, ran[index])) };
  });
  return { ...graph, nodes };
}

type Case = NonNullable<CodeNode['cases']>[number];

/** One that passes keeps its own spelling. */
function updated(each: Case, outcome: Pick<CaseOutcome, 'name' | 'got' | 'passed'> | undefined): Case {
  return outcome && !outcome.passed && outcome.name === each.name ? { ...each, expect: outcome.got } : each;
}
