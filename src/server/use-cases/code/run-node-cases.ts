import type { CodeShape } from '#core/code/code-shape.ts';
import { type CaseOutcome, runCases } from '#core/code/run-cases.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { CodeNode, FlowGraph } from '#core/flow/flow-graph.ts';
import { nodeTitle } from '#core/flow/node-title.ts';
import { compileLanes } from '../../code/compile-lanes.ts';
import { withCode } from '../../code/with-code.ts';
import type { WorkspaceContext } from '../../workspace-context.ts';
import { programIn } from './program-of-node.ts';

/** What became of the cases of a code node. */
export type NodeCases = { nodeId: string; title: string; outcomes: CaseOutcome[] };

/**
 * Runs the cases of a graph's code nodes, or of one of them. No system is asked for more than its fields.
 *
 * @throws SyncError `NOT_FOUND` where the graph has no such code node; `CODE_INVALID` where a node with cases stands
 * on no path or does not compile; `MODULE_MISSING`, `CODE_UNAVAILABLE`
 */
export async function runNodeCases(
  context: WorkspaceContext,
  { graph, nodeId }: { graph: FlowGraph; nodeId?: string | undefined },
): Promise<NodeCases[]> {
  const nodes = graph.nodes.filter(
    (node): node is CodeNode => node.kind === 'code' && (nodeId === undefined || node.id === nodeId),
  );
  if (nodeId !== undefined && nodes.length === 0) {
    throw new SyncError('NOT_FOUND', `The flow has no code node "${nodeId}".`);
  }
  const tested = nodes.filter(({ cases = [] }) => cases.length > 0);
  const { code } = tested.length > 0 ? await compileLanes(context, graph) : { code: [] };
  const results: NodeCases[] = [];
  for (const node of tested) results.push(await casesOf(context, graph, node, shapeOf(code, node)));
  return results;
}

/** The same for one node whose shape is known. */
export async function casesOf(
  context: WorkspaceContext,
  graph: FlowGraph,
  node: CodeNode,
  shape: CodeShape,
): Promise<NodeCases> {
  const program = await programIn(context, graph, node, shape);
  const outcomes = await withCode(context, program, (functions) =>
    runCases(functions, node.cases ?? [], program),
  );
  return { nodeId: node.id, title: nodeTitle(node), outcomes };
}

function shapeOf(code: readonly CodeShape[], node: CodeNode): CodeShape {
  const shape = code.find((each) => each.nodeId === node.id);
  if (shape) return shape;
  throw new SyncError(
    'CODE_INVALID',
    `${nodeTitle(node)} stands on no path between two endpoints with fields, so nothing says what it is given.`,
  );
}
