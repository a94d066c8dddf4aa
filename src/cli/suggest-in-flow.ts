import { findPaths } from '#core/flow/find-paths.ts';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import { ProblemList } from '#core/flow/problem-list.ts';
import { openPairs } from '#core/mapping/open-pairs.ts';
import { drawSuggested } from '#nodes/mapping/draw-suggested.ts';
import type { FieldSuggestions } from '#server/mapping/suggest-fields.ts';
import type { Session } from './cli.ts';
import { CliError } from './cli-error.ts';
import type { FoundPairs } from './suggestion-text.ts';

/**
 * Suggests for the mappings of a flow, without what they map or have turned down already.
 *
 * @returns what was found for each mapping, the graph with the accepted pairs in it, and how many those are
 */
export async function suggestInFlow(
  { api }: Session,
  workspace: string,
  flow: { id: string; name: string; draft: FlowGraph },
  options: {
    node: string | undefined;
    values: boolean;
    threshold: (suggestions: FieldSuggestions) => FieldSuggestions;
  },
): Promise<{ found: FoundPairs[]; graph: FlowGraph; taken: number }> {
  const graph = structuredClone(flow.draft);
  const paths = findPaths(graph, new ProblemList()).filter(
    ({ mapping, left, right }) =>
      (options.node === undefined || mapping.id === options.node) &&
      left.stream !== '' &&
      right.stream !== '',
  );
  if (paths.length === 0) {
    const which = options.node === undefined ? 'no mapping' : `no mapping "${options.node}"`;
    throw new CliError('NOT_FOUND', `"${flow.name}" has ${which} between two streams.`);
  }
  const found: FoundPairs[] = [];
  let taken = 0;
  for (const { mapping, left, right } of paths) {
    const ends = {
      left: { connection: left.connection, stream: left.stream },
      right: { connection: right.connection, stream: right.stream },
    };
    const input = { workspace, graph: flow.draft, nodeId: mapping.id, flowId: flow.id };
    const answer = await api.mapping.suggestForNode.mutate({ ...input, values: options.values });
    const { left: seenLeft, right: seenRight, ...suggestions } = answer;
    const counted = options.threshold(suggestions);
    const node = graph.nodes.find(({ id }) => id === mapping.id);
    if (node?.kind !== 'mapping') continue;
    const open = openPairs(node, counted.pairs);
    taken += drawSuggested(node, seenLeft, seenRight, counted, counted.thresholds.accept);
    found.push({ ...ends, ...counted, pairs: open, node: mapping.id });
  }
  return { found, graph, taken };
}
