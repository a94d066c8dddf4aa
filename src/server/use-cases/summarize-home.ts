import type { StatusCounts } from '#db/lane-minute-repository.ts';
import { runnerDirectory } from '#db/runner-directory.ts';
import { LastTest } from '../connections/present-connection.ts';
import { isDemoIn } from '../demo/is-demo-in.ts';
import { type FlowRow, listFlows } from '../flows/list-flows.ts';
import { type Attention, findAttention } from '../home/find-attention.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

export type HomeSummary = {
  /** Worst first. */
  attention: Attention[];
  flows: FlowRow[];
  /** Changes of the last 24 hours by what became of them. */
  counts: StatusCounts;
  connections: number;
  runnerAlive: boolean;
  demo: { present: boolean; trafficOperationId: string | null };
};

const dayMs = 24 * 3600 * 1000;

/** What a workspace's first page shows. */
export async function summarizeHome(context: WorkspaceContext): Promise<HomeSummary> {
  const { store } = context;
  const [flows, connections, counts, runnerAlive, present, traffic] = await Promise.all([
    listFlows(context),
    store.connections.list(),
    store.laneMinutes.countsSince(new Date(Date.now() - dayMs)),
    runnerDirectory(context.services.prisma).anyAlive(),
    isDemoIn(context),
    store.operations.findUnfinished('demo-traffic'),
  ]);
  const tested = connections.map(({ id, name, lastTest }) => {
    const parsed = LastTest.safeParse(lastTest);
    return { id, name, lastTest: parsed.success ? parsed.data : null };
  });
  return {
    attention: findAttention({ slug: context.workspace.slug, flows, connections: tested, runnerAlive }),
    flows,
    counts,
    connections: connections.length,
    runnerAlive,
    demo: { present, trafficOperationId: traffic?.id ?? null },
  };
}
