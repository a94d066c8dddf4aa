import { type Compiled, compile } from '#core/flow/compile.ts';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import { flowSchemas } from '../flows/flow-schemas.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/**
 * The lanes and code nodes of a graph, and what is wrong with it, by the fields that its systems have, as far as these are known.
 * Throws what a connection that does not answer is refused with.
 */
export async function compileLanes(context: WorkspaceContext, graph: FlowGraph): Promise<Compiled> {
  const { schemas, options, failures } = await flowSchemas(context, graph, {});
  const compiled = compile(graph, schemas, options);
  const [failure] = failures.values();
  if (failure && compiled.lanes.length === 0) throw failure;
  return compiled;
}
