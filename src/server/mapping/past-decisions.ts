import { learnDecisions } from '#core/mapping/learn-decisions.ts';
import type { PastDecision } from '#core/mapping/past-decision.ts';
import { parseGraph } from '../flows/parse-graph.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** What the workspace's flows have decided about pairs of field names, but for one flow. */
export async function pastDecisions(context: WorkspaceContext, but?: string): Promise<PastDecision[]> {
  const flows = await context.store.flows.listGraphs();
  return learnDecisions(
    flows
      .filter(({ id }) => id !== but)
      .map(({ name, draft, deployment }) =>
        [draft, ...(deployment ? [deployment.version.graph] : [])].map((graph) => parseGraph(graph, name)),
      ),
  );
}
