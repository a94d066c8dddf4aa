import { setInterval } from 'node:timers';
import { PgLaneStore } from '#db/ledger/pg-lane-store.ts';
import { type LoadedFlow, loadTotals } from '#db/runner/load-flow.ts';
import { FlowEngine } from '#engine/flow-engine.ts';
import { type FlowPlan, feedIdOf } from '#engine/flow-plan.ts';
import { closeSessions, openSessions } from '../open-sessions.ts';
import type { RunnerContext } from '../runner-context.ts';

/** How often the log that the slots hold back is looked at, milliseconds. */
const RETAINED_EVERY = 5_000;

/** A flow that runs in this process. */
export type RunningFlow = {
  engine: FlowEngine;
  plan: FlowPlan;
  /** Lines that the ledger held when it started. */
  totals: Awaited<ReturnType<typeof loadTotals>>;
  /** Bytes of log held back, by connection name. */
  retained: Record<string, number>;
  /** Resolves when the engine was stopped; rejects on a fault. `onLive` runs once it has started. */
  done(onLive: () => void): Promise<void>;
  stop(): Promise<void>;
};

/** Opens a flow's connections and makes its engine, which `done` then runs. */
export async function startFlow(
  context: RunnerContext,
  loaded: LoadedFlow,
  epoch: number,
): Promise<RunningFlow> {
  const plan: FlowPlan = {
    flowId: loaded.flowId,
    version: loaded.version,
    lanes: loaded.lanes,
    connectionIds: Object.fromEntries(loaded.connections.map(({ name, id }) => [name, id])),
  };
  const names = loaded.lanes.flatMap((lane) => [lane.left.connection, lane.right.connection]);
  const totals = await loadTotals(context.pool, loaded.flowId);
  const sessions = openSessions(context.secretKey, loaded.connections, names);
  const engine = new FlowEngine({
    plan,
    lease: { flowId: loaded.flowId, epoch },
    sessions,
    store: new PgLaneStore(context.pool, loaded.workspaceId),
    logger: context.logger,
    totals,
  });
  const retained: Record<string, number> = {};
  const look = async () => {
    for (const [name, session] of sessions) {
      retained[name] = await session.source.retained(feedIdOf(plan, name)).catch(() => retained[name] ?? 0);
    }
  };
  let timer: NodeJS.Timeout | undefined;
  return {
    engine,
    plan,
    totals,
    retained,
    async done(onLive) {
      timer = setInterval(() => void look(), RETAINED_EVERY);
      try {
        await engine.run(onLive);
      } finally {
        clearInterval(timer);
        await closeSessions(sessions);
      }
    },
    async stop() {
      await engine.stop();
    },
  };
}
