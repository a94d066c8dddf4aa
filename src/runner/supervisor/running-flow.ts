import { setInterval } from 'node:timers';
import { PgLaneStore } from '#db/ledger/pg-lane-store.ts';
import { type LoadedFlow, loadTotals } from '#db/runner/load-flow.ts';
import { adaptPlan } from '#engine/drift/adapt-plan.ts';
import { FlowEngine } from '#engine/flow-engine.ts';
import type { DeployedPlan, FlowPlan } from '#engine/flow-plan.ts';
import { codeScope, openLaneCode } from '../open-lane-code.ts';
import { closeSessions, openSessions } from '../open-sessions.ts';
import type { RunnerContext } from '../runner-context.ts';
import { type HeldLog, measureLog } from './measure-log.ts';

/** How often the log that the slots hold back is looked at, milliseconds. */
const MEASURE_EVERY = 5_000;

/** A flow that runs in this process. */
export type RunningFlow = {
  engine: FlowEngine;
  plan: FlowPlan;
  /** Log held back, as it was last measured. */
  readonly log: HeldLog;
  /** Resolves when the engine was stopped; rejects on a fault. `onLive` runs once it has started. */
  done(onLive: () => void): Promise<void>;
  stop(): Promise<void>;
};

/**
 * Opens a flow's connections and makes its engine, which `done` then runs.
 * @param wantedAt when somebody last asked for it to run, microseconds since 1970.
 * @param known log held back, as it was measured before.
 */
export async function startFlow(
  context: RunnerContext,
  loaded: LoadedFlow,
  epoch: number,
  wantedAt: number,
  known: HeldLog,
): Promise<RunningFlow> {
  const deployed: DeployedPlan = {
    flowId: loaded.flowId,
    version: loaded.version,
    lanes: loaded.lanes,
    connectionIds: Object.fromEntries(loaded.connections.map(({ name, id }) => [name, id])),
  };
  const names = loaded.lanes.flatMap((lane) => [lane.left.connection, lane.right.connection]);
  const totals = await loadTotals(context.pool, loaded.flowId);
  const sessions = openSessions(context.secretKey, loaded.connections, names);
  const plan = await adaptPlan(deployed, sessions).catch(async (error: unknown) => {
    await closeSessions(sessions);
    throw error;
  });
  const engine = new FlowEngine({
    plan,
    lease: { flowId: loaded.flowId, epoch },
    sessions,
    code: openLaneCode(context, loaded),
    store: new PgLaneStore(context.pool, loaded.workspaceId, context.secretKey),
    logger: context.logger,
    wantedAt,
    totals,
  });
  let log = known;
  const look = async () => {
    log = await measureLog(deployed, sessions, log);
  };
  let timer: NodeJS.Timeout | undefined;
  return {
    engine,
    plan,
    get log() {
      return log;
    },
    async done(onLive) {
      timer = setInterval(() => void look(), MEASURE_EVERY);
      try {
        await engine.run(onLive);
      } finally {
        clearInterval(timer);
        await closeSessions(sessions);
        await context.code.release(codeScope(loaded));
      }
    },
    async stop() {
      await engine.stop();
    },
  };
}
