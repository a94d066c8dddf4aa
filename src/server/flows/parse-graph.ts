import { SyncError } from '#core/errors/sync-error.ts';
import { FlowGraph } from '#core/flow/flow-graph.ts';

/** A graph as it was stored, under the flow's present name. Throws `FLOW_MALFORMED`. */
export function parseGraph(stored: unknown, name: string): FlowGraph {
  const parsed = FlowGraph.safeParse(stored);
  if (parsed.success) return { ...parsed.data, name };
  throw new SyncError('FLOW_MALFORMED', `The stored graph of "${name}" cannot be read.`, {
    detail: parsed.error.message,
    cause: parsed.error,
  });
}
