import { assembleProgram, codeTables } from '#core/code/assemble-program.ts';
import type { CodeProgram } from '#core/code/code-program.ts';
import type { CodeShape } from '#core/code/code-shape.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { compile } from '#core/flow/compile.ts';
import type { CodeNode, FlowGraph } from '#core/flow/flow-graph.ts';
import { nodeTitle } from '#core/flow/node-title.ts';
import { loadCodeModules } from '#db/load-code-modules.ts';
import { flowSchemas } from '../../flows/flow-schemas.ts';
import type { WorkspaceContext } from '../../workspace-context.ts';

/** A code node where it stands: what it is given and makes, and its program. */
export type ProgramOfNode = { node: CodeNode; shape: CodeShape; program: CodeProgram };

/**
 * Puts the program of a graph's code node together, with the fields that the systems have now and the
 * modules of the workspace's library.
 *
 * @param options.source takes the place of the node's own.
 * @throws SyncError `NOT_FOUND` where the graph has no such node; `CODE_INVALID` where it stands on no
 * path whose fields are known; what a connection that does not answer is refused with; `MODULE_MISSING`
 */
export async function programOfNode(
  context: WorkspaceContext,
  graph: FlowGraph,
  nodeId: string,
  options: { source?: string } = {},
): Promise<ProgramOfNode> {
  const node = graph.nodes.find(({ id }) => id === nodeId);
  if (node?.kind !== 'code') throw new SyncError('NOT_FOUND', `The flow has no code node "${nodeId}".`);
  const found = await flowSchemas(context, graph, {});
  const shape = compile(graph, found.schemas, found.options).code.find((each) => each.nodeId === nodeId);
  if (!shape) {
    const [failure] = found.failures.values();
    if (failure) throw failure;
    throw new SyncError(
      'CODE_INVALID',
      `${nodeTitle(node)} stands on no path between two endpoints with fields, so nothing says what it is given.`,
    );
  }
  return { node, shape, program: await programIn(context, graph, node, shape, options.source) };
}

/** The same for a node whose shape is known. Throws SyncError `MODULE_MISSING`. */
export async function programIn(
  context: WorkspaceContext,
  graph: FlowGraph,
  node: CodeNode,
  shape: CodeShape,
  source = node.source,
): Promise<CodeProgram> {
  const modules = await loadCodeModules(context.services.pool, context.workspace.id, node.modules ?? {});
  return assembleProgram({ ...node, source }, shape, codeTables(graph.tables), modules);
}
