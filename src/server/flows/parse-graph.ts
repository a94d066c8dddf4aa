import type { FlowGraph } from '#core/flow/flow-graph.ts';
import { parseFlow } from '#core/flow/parse-flow.ts';

/** A graph as it was stored, under the flow's present name. Throws `FLOW_MALFORMED` or `FLOW_TOO_NEW`. */
export function parseGraph(stored: unknown, name: string): FlowGraph {
  return { ...parseFlow(stored), name };
}
