import { type CompileOptions, compile } from '#core/flow/compile.ts';
import { type FlowGraph, FlowNode, type MappingNode } from '#core/flow/flow-graph.ts';
import type { Problem } from '#core/flow/problem.ts';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import { contacts, exampleFlow, people, schemasOf } from './flow-fixtures.ts';

/** The streams of the example flow. */
export const exampleStreams = { 'crm public.contacts': contacts, 'app public.people': people };

/** Compiles the example flow after a change to it and to its streams. */
export function compiledExample(
  change: (graph: FlowGraph) => void = () => {},
  more: Record<string, StreamSchema | 'loading'> = {},
  options?: CompileOptions,
) {
  const graph = exampleFlow();
  change(graph);
  return compile(graph, schemasOf({ ...exampleStreams, ...more }), options);
}

/** The flow's first mapping. */
export function mappingOf(graph: FlowGraph): MappingNode {
  return graph.nodes.find((node) => node.kind === 'mapping') as MappingNode;
}

/** A node with its defaults. */
export function node(input: unknown): FlowNode {
  return FlowNode.parse(input);
}

/** Code and place of a problem, e.g. `FIELD_MISSING map#2`. */
export function brief(problem: Problem): string {
  const field = problem.fieldIndex === null ? '' : `#${problem.fieldIndex}`;
  return `${problem.code} ${problem.nodeId ?? ''}${field}${problem.edgeId ? `/${problem.edgeId}` : ''}`;
}

/** The errors among these, in brief. */
export const errors = (problems: Problem[]) => problems.filter((p) => p.severity === 'error').map(brief);
/** The warnings among these, in brief. */
export const warnings = (problems: Problem[]) => problems.filter((p) => p.severity === 'warning').map(brief);
