import { pinOf } from '#core/code/pin-modules.ts';
import type { ErrorCode } from '#core/errors/codes.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import { findFlow } from '../flows/find-flow.ts';
import { parseGraph } from '../flows/parse-graph.ts';
import { findModule, findModuleVersion } from '../library/find-module.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { saveDraft } from './save-draft.ts';

/** What came of one flow. */
export type MovedFlow = {
  id: string;
  name: string;
  /** Nodes that pin another version now. */
  nodes: number;
  /** Why its draft stays as it is; null where it does not. */
  refused: { code: ErrorCode; message: string } | null;
};

/**
 * Makes the drafts of flows pin this version of a module wherever they pin another one. A draft that
 * somebody saved since it was looked at stays as it is. What is deployed runs on as it was deployed.
 *
 * @param input.flows with the revision of the draft that was looked at
 */
export async function moveFlowsToModule(
  context: WorkspaceContext,
  input: { name: string; version: number; flows: { id: string; revision: number }[] },
): Promise<MovedFlow[]> {
  const { name, version } = input;
  const { id } = await findModule(context, name);
  await findModuleVersion(context, name, version);
  const results: MovedFlow[] = [];
  for (const flow of input.flows) results.push(await moveFlow(context, { name, version }, flow));
  const moved = results
    .filter(({ refused, nodes }) => refused === null && nodes > 0)
    .map((each) => each.name);
  if (moved.length > 0) {
    const detail = { version, flows: moved.length, names: moved.slice(0, 50) };
    await context.audit({ action: 'library.moveFlows', target: { kind: 'module', id, name }, detail });
  }
  return results;
}

async function moveFlow(
  context: WorkspaceContext,
  to: { name: string; version: number },
  { id, revision }: { id: string; revision: number },
): Promise<MovedFlow> {
  let name = id;
  try {
    const flow = await findFlow(context, { id });
    name = flow.name;
    const { graph, nodes } = withVersion(parseGraph(flow.draft, name), to);
    if (nodes > 0) await saveDraft(context, { id, graph, revision });
    return { id, name, nodes, refused: null };
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    return { id, name, nodes: 0, refused: { code: error.code, message: error.message } };
  }
}

function withVersion(graph: FlowGraph, { name, version }: { name: string; version: number }) {
  let count = 0;
  const nodes = graph.nodes.map((node): FlowGraph['nodes'][number] => {
    const pinned = node.kind === 'code' && node.modules ? pinOf(node.modules, name) : undefined;
    if (node.kind !== 'code' || pinned === undefined || pinned === version) return node;
    count++;
    return { ...node, modules: { ...node.modules, [name]: version } };
  });
  return { graph: { ...graph, nodes }, nodes: count };
}
