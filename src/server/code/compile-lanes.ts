import { type Compiled, compile } from '#core/flow/compile.ts';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import { flowSchemas } from '../flows/flow-schemas.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/**
 * The lanes and code nodes of a graph by the fields that its systems have, as far as these are known.
 * Throws what a connection that does not answer is refused with.
 */
export async function compileLanes(
  context: WorkspaceContext,
  graph: FlowGraph,
): Promise<Pick<Compiled, 'lanes' | 'code'>> {
  const { schemas, options, failures } = await flowSchemas(context, graph, {});
  const { lanes, code } = compile(graph, schemas, options);
  const [failure] = failures.values();
  if (failure && lanes.length === 0) throw failure;
  return { lanes, code };
}
