import { errorPolicy } from '#core/errors/policy.ts';
import type { SyncError } from '#core/errors/sync-error.ts';
import { compile } from '#core/flow/compile.ts';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import type { Lane } from '#core/flow/lane.ts';
import type { Problem } from '#core/flow/problem.ts';
import { checkModules } from '../library/check-modules.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { checkCodeNodes } from './check-code-nodes.ts';
import { checkKeyCollisions } from './check-key-collisions.ts';
import { checkRoundTrips, type PairRoundTrip } from './check-round-trips.ts';
import { flowSchemas } from './flow-schemas.ts';

export type Compiled = {
  lanes: Lane[];
  problems: Problem[];
  /** Two-way pairs with real values that do not come back as they were, or do not get through. */
  roundTrips: PairRoundTrip[];
};

/**
 * Compiles a graph against the systems as they are now. A connection that does not answer is a
 * problem of the endpoints that name it.
 *
 * @param options.whole takes every row's values there and back, not those of a sample.
 */
export async function compileFlow(
  context: WorkspaceContext,
  graph: FlowGraph,
  options: { refresh?: boolean; whole?: boolean } = {},
): Promise<Compiled> {
  const { schemas, options: given, failures } = await flowSchemas(context, graph, options);
  const { lanes, problems, code } = compile(graph, schemas, given);
  const unreachable = graph.nodes.flatMap((node) => {
    const failure = node.kind === 'endpoint' ? failures.get(node.connection) : undefined;
    return failure ? [problemOf(node.id, failure)] : [];
  });
  const wrong = [...(await checkModules(context, graph)), ...(await checkCodeNodes(context, graph, code))];
  // What only the data tells is asked once nothing else stands in the way.
  const sound = !hasErrors(problems) && unreachable.length === 0 && wrong.length === 0;
  const collisions = sound ? await checkKeyCollisions(context, lanes) : [];
  const trips = sound
    ? await checkRoundTrips(context, graph, lanes, options.whole)
    : { roundTrips: [], problems: [] };
  return {
    lanes,
    problems: [...unreachable, ...wrong, ...collisions, ...trips.problems, ...problems],
    roundTrips: trips.roundTrips,
  };
}

/** Is there a problem that keeps the flow from being deployed? */
export function hasErrors(problems: Problem[]): boolean {
  return problems.some((problem) => problem.severity === 'error');
}

function problemOf(nodeId: string, failure: SyncError): Problem {
  const { code, message } = failure;
  const { remedy } = errorPolicy[code];
  return { code, severity: 'error', message, remedy, nodeId, edgeId: null, fieldIndex: null };
}
