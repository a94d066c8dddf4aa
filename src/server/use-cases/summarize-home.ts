import { noOutcomes, type Outcomes } from '#core/figures/lane-tally.ts';
import { readTallies } from '#db/figures/read-tallies.ts';
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
  counts: Outcomes;
  connections: number;
  runnerAlive: boolean;
  demo: { present: boolean; trafficOperationId: string | null };
};

const dayMs = 24 * 3600 * 1000;

/** What a workspace's first page shows. */
export async function summarizeHome(context: WorkspaceContext): Promise<HomeSummary> {
  const { store } = context;
  const [flows, connections, runnerAlive, present, traffic] = await Promise.all([
    listFlows(context),
    store.connections.list(),
    runnerDirectory(context.services.prisma).anyAlive(),
    isDemoIn(context),
    store.operations.findUnfinished('demo-traffic'),
  ]);
  const counts = await countDay(context, flows);
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

async function countDay({ services }: WorkspaceContext, flows: FlowRow[]): Promise<Outcomes> {
  const now = Date.now();
  const window = { from: new Date(now - dayMs), to: new Date(now) };
  const tallies = await readTallies(services.pool, { flowIds: flows.map(({ id }) => id) }, window, {
    byLane: false,
  });
  const counts = noOutcomes();
  for (const { outcomes } of tallies) {
    for (const status of Object.keys(counts) as (keyof Outcomes)[]) counts[status] += outcomes[status];
  }
  return counts;
}
