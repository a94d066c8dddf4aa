import type { FlowGraph } from '#core/flow/flow-graph.ts';
import type { Problem } from '#core/flow/problem.ts';
import { nodeTitle } from '#nodes/registry.ts';

/**
 * A sentence about a flow with its steps called as the canvas calls them: where the core can only say
 * `mapping "mapping_x7k2"`, the canvas says `Map fields`.
 */
export function plainWords(sentence: string, graph: FlowGraph): string {
  if (!sentence.includes('"')) return sentence;
  return graph.nodes.reduce(
    (text, node) => text.replaceAll(`${node.kind} "${node.id}"`, nodeTitle(node)),
    sentence,
  );
}

/** The result of compiling a graph, its problems told in the canvas's words. */
export function inPlainWords<T extends { problems: readonly Problem[] }>(compiled: T, graph: FlowGraph): T {
  const problems = compiled.problems.map((problem) => ({
    ...problem,
    message: plainWords(problem.message, graph),
    remedy: plainWords(problem.remedy, graph),
  }));
  return { ...compiled, problems };
}
