import { FlowGraph } from '#core/flow/flow-graph.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

export type FlowReference = { flowId: string; flowName: string };

/** Which flows use which connection, by the connection's name; drafts and deployed versions both count. */
export async function flowsUsing(context: WorkspaceContext): Promise<Map<string, FlowReference[]>> {
  const uses = new Map<string, FlowReference[]>();
  for (const flow of await context.store.flows.listGraphs()) {
    const names = new Set([
      ...connectionNames(flow.draft),
      ...connectionNames(flow.deployment?.version.graph),
    ]);
    for (const name of names) {
      uses.set(name, [...(uses.get(name) ?? []), { flowId: flow.id, flowName: flow.name }]);
    }
  }
  return uses;
}

/** The connections that a graph's endpoints name. */
export function connectionNames(graph: unknown): string[] {
  const parsed = FlowGraph.safeParse(graph);
  if (!parsed.success) return [];
  return parsed.data.nodes.flatMap((node) =>
    node.kind === 'endpoint' && node.connection !== '' ? [node.connection] : [],
  );
}
