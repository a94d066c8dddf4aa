import { ejectFilter } from '#core/code/eject/eject-filter.ts';
import { type EjectedFlow, ejectMapping } from '#core/code/eject/eject-mapping.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import { freshId } from '#core/flow/fresh-id.ts';
import type { Problem } from '#core/flow/problem.ts';
import { compileLanes } from '../../code/compile-lanes.ts';
import type { WorkspaceContext } from '../../workspace-context.ts';
import { compareForms, type FormsCompared } from './compare-ejected-node.ts';

/** A flow with code in the place of a node, and how the two compare. */
export type EjectedNode = EjectedFlow & { compared: FormsCompared[] };

/**
 * Turns a filter, or pairs of a mapping, into code, and takes records of its streams through both forms.
 *
 * @throws SyncError `NOT_FOUND`, `EJECT_REFUSED`, `CODE_UNAVAILABLE`, and what reading the systems throws
 */
export async function ejectNode(
  context: WorkspaceContext,
  { graph, nodeId, fields, limit }: { graph: FlowGraph; nodeId: string; fields?: string[]; limit: number },
): Promise<EjectedNode> {
  const { lanes, problems } = await compileLanes(context, graph);
  const node = graph.nodes.find(({ id }) => id === nodeId);
  const ejected = eject();
  const compared = await compareForms(context, graph, ejected.graph, ejected.codeId, limit);
  return { ...ejected, compared };

  function eject(): EjectedFlow {
    if (node?.kind === 'filter') {
      return { graph: ejectFilter(graph, lanes, nodeId), codeId: nodeId, count: 1, kept: [] };
    }
    if (node?.kind !== 'mapping') {
      throw new SyncError('NOT_FOUND', `The flow has no mapping or filter "${nodeId}".`);
    }
    if (!lanes.some(({ mappingNodeId }) => mappingNodeId === nodeId)) throwFirst(graph, problems);
    const nodes = new Set(graph.nodes.map(({ id }) => id));
    const edges = new Set(graph.edges.map(({ id }) => id));
    const ids = { codeId: freshId('code', nodes), edgeId: freshId('edge', edges) };
    return ejectMapping(graph, lanes, nodeId, { ...ids, ...(fields ? { fields } : {}) });
  }
}

/** Why the streams of a mapping are not known, where an endpoint says so. */
function throwFirst({ nodes }: FlowGraph, problems: readonly Problem[]): void {
  const endpoints = nodes.filter(({ kind }) => kind === 'endpoint').map(({ id }) => id);
  const found = problems.find(
    ({ nodeId, severity }) => severity === 'error' && endpoints.includes(nodeId ?? ''),
  );
  if (found) throw new SyncError(found.code, found.message);
}
