import type { FlowChange } from '#core/flow/flow-change.ts';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import { planChanges } from '#core/flow/plan-changes.ts';
import type { StoredFlow } from './find-flow.ts';
import { graphDigest } from './graph-digest.ts';
import { parseGraph } from './parse-graph.ts';

/** Changes that were made to a draft and are neither deployed nor in a file: who saved last, when, and what. */
export type DraftLoss = { by: string; at: Date; changes: FlowChange[] };

/**
 * What putting a graph in the draft's place would lose: changes that somebody made since what the draft
 * held last came from a file or was deployed. Null where nothing would be lost.
 */
export function draftLoss(flow: StoredFlow, graph: FlowGraph): DraftLoss | null {
  const known = [graphDigest(graph), flow.fileDigest, flow.deployment?.version.digest];
  if (known.includes(flow.draftDigest)) return null;
  const draft = parseGraph(flow.draft, flow.name);
  const version = flow.deployment?.version.graph;
  const before =
    version === undefined ? { ...draft, nodes: [], edges: [], tables: [] } : parseGraph(version, flow.name);
  const told = (change: FlowChange) => JSON.stringify([change.what, change.path, change.after]);
  const also = new Set(planChanges(before, graph).map(told));
  const changes = planChanges(before, draft).filter((change) => !also.has(told(change)));
  return changes.length === 0 ? null : { by: flow.draftBy, at: flow.draftAt, changes };
}
