import { mergeHistograms, quantile } from '#core/figures/histogram.ts';
import { noOutcomes, type Outcomes } from '#core/figures/lane-tally.ts';
import { type FlowBurn, readBurns } from '#db/figures/read-burns.ts';
import { readTallies } from '#db/figures/read-tallies.ts';
import { readVerifies } from '#db/figures/read-verifies.ts';
import { listIssues } from '#db/ledger/read-issues.ts';
import { runnerDirectory } from '#db/runner-directory.ts';
import { nowMicros } from '#lib/micros.ts';
import { LastTest } from '../connections/present-connection.ts';
import { isDemoIn } from '../demo/is-demo-in.ts';
import { type FlowRow, listFlows } from '../flows/list-flows.ts';
import type { Attention } from '../home/attention.ts';
import { findAttention } from '../home/find-attention.ts';
import { lastAnswers } from '../home/last-answers.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

export type HomeSummary = {
  /** Worst first. */
  attention: Attention[];
  flows: FlowRow[];
  /** Changes of the last 24 hours by what became of them. */
  counts: Outcomes;
  /** Of the last 24 hours, milliseconds; null where nothing passed. */
  lagP99: number | null;
  disagreementP99: number | null;
  /** When both sides of a flow were last compared, and how many records differed, over all flows; null for never. */
  verified: { at: number; differ: number } | null;
  /** The target that has used the most of its budget; null without targets. */
  budget: { flow: string; used: number } | null;
  connections: number;
  runnerAlive: boolean;
  demo: { present: boolean; trafficOperationId: string | null };
};

const dayMs = 24 * 3600 * 1000;
/** More causes than this are a page of their own. */
const MOST_ISSUES = 50;

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
  const ids = flows.map(({ id }) => id);
  const { pool } = context.services;
  const [day, burns, verifies, { issues }] = await Promise.all([
    countDay(context, ids),
    readBurns(pool, ids),
    readVerifies(pool, ids),
    listIssues(
      pool,
      context.workspace.id,
      { kind: 'failure' },
      { sort: 'open', limit: MOST_ISSUES, offset: 0 },
    ),
  ]);
  const tested = connections.map(({ id, name, lastTest }) => {
    const parsed = LastTest.safeParse(lastTest);
    return { id, name, lastTest: parsed.success ? parsed.data : null };
  });
  const failed = tested.some(({ lastTest }) => lastTest?.ok === false);
  const facts = {
    answers: lastAnswers(failed ? await store.flows.listDeployed() : []),
    slug: context.workspace.slug,
    flows,
    connections: tested,
    runnerAlive,
    issues,
    burns,
    verifies,
  };
  return {
    attention: findAttention(facts, nowMicros()),
    flows,
    ...day,
    verified:
      verifies.length > 0
        ? {
            at: Math.max(...verifies.map(({ at }) => at)),
            differ: verifies.reduce((sum, { differ }) => sum + differ, 0),
          }
        : null,
    budget: mostUsed(flows, burns),
    connections: connections.length,
    runnerAlive,
    demo: { present, trafficOperationId: traffic?.id ?? null },
  };
}

function mostUsed(flows: FlowRow[], burns: FlowBurn[]): HomeSummary['budget'] {
  const used = burns.flatMap(({ flowId, burn }) => {
    const flow = flows.find(({ id }) => id === flowId)?.name;
    return flow === undefined || burn.month.used === null ? [] : [{ flow, used: burn.month.used }];
  });
  return used.sort((a, b) => b.used - a.used)[0] ?? null;
}

async function countDay(
  { services }: WorkspaceContext,
  flowIds: string[],
): Promise<Pick<HomeSummary, 'counts' | 'lagP99' | 'disagreementP99'>> {
  const now = Date.now();
  const window = { from: new Date(now - dayMs), to: new Date(now) };
  const tallies = await readTallies(services.pool, { flowIds }, window, { byLane: false });
  const counts = noOutcomes();
  for (const { outcomes } of tallies) {
    for (const status of Object.keys(counts) as (keyof Outcomes)[]) counts[status] += outcomes[status];
  }
  return {
    counts,
    lagP99: quantile(mergeHistograms(tallies.map(({ lag }) => lag)), 0.99),
    disagreementP99: quantile(mergeHistograms(tallies.map(({ disagreement }) => disagreement)), 0.99),
  };
}
