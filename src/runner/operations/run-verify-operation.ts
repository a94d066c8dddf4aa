import { setTimeout as sleep } from 'node:timers/promises';
import { SyncError } from '#core/errors/sync-error.ts';
import type { LaneReport, VerifyReport } from '#core/ledger/verify-report.ts';
import { PgLaneStore } from '#db/ledger/pg-lane-store.ts';
import { type LoadedFlow, loadFlow } from '#db/runner/load-flow.ts';
import { linkedSessions } from '#engine/links/linked-session.ts';
import { openLinkBooks } from '#engine/links/record-links.ts';
import { compileLane } from '#engine/plan/compiled-lane.ts';
import { type LaneContext, passHeads } from '#engine/reconcile/lane-routes.ts';
import { verifyLane } from '#engine/verify/verify-lane.ts';
import { nowMicros } from '#lib/micros.ts';
import { closeSessions, openSessions } from '../open-sessions.ts';
import type { OperationWork } from './operation-runner.ts';

/** How long a verify waits for records that are being reconciled, milliseconds. */
const PATIENCE = 3_000;

/** Compares both sides of every lane of the deployed version. */
export async function runVerifyOperation(work: OperationWork): Promise<VerifyReport> {
  const loaded = await load(work);
  const { context, signal } = work;
  const names = loaded.lanes.flatMap((lane) => [lane.left.connection, lane.right.connection]);
  const sessions = openSessions(context.secretKey, loaded.connections, names);
  const store = new PgLaneStore(context.pool, loaded.workspaceId);
  const books = openLinkBooks(loaded.flowId, loaded.lanes, store);
  const reports: LaneReport[] = [];
  const checked = new Map<string, number>();
  const estimate = sum(loaded.lanes.map((lane) => lane.left.stream.rowEstimate ?? 0));
  try {
    for (const plan of loaded.lanes) {
      const lane = compileLane(loaded.flowId, plan, books);
      const left = sessions.get(lane.left.connection);
      const right = sessions.get(lane.right.connection);
      if (!left || !right) throw new SyncError('NOT_FOUND', 'A connection of the flow is missing.');
      const report = await verifyLane({
        lane,
        sessions: linkedSessions(lane, { left, right }),
        settle: () => settle(work, lane.id),
        pendingKeys: async () => new Set((await store.pending(lane.id)).map((record) => record.recordKey)),
        onProgress: (count) => {
          checked.set(lane.id, count);
          work.report({
            checked: sum([...checked.values()]),
            estimate,
            lane: `${lane.left.stream} and ${lane.right.stream}`,
          });
        },
        signal,
      });
      reports.push(report);
    }
  } finally {
    await closeSessions(sessions);
  }
  const agreed = reports.every(
    (report) => report.differing + report.onlyLeft + report.onlyRight + report.pending === 0,
  );
  return { agreed, lanes: reports, at: nowMicros() };
}

async function load({ context, operation }: OperationWork): Promise<LoadedFlow> {
  const { flowId } = operation;
  const deployed = await context.pool.query<{ versionId: string }>(
    'SELECT "versionId" FROM deployment WHERE "flowId" = $1',
    [flowId],
  );
  const versionId = deployed.rows[0]?.versionId;
  const loaded = flowId && versionId ? await loadFlow(context.pool, flowId, versionId) : null;
  if (!loaded) throw new SyncError('NOT_FOUND', 'The flow is not deployed, so there is nothing to compare.');
  return loaded;
}

/** Lets what is under way arrive: both logs pass their heads, and reconciles end. */
async function settle({ supervisor, operation, signal }: OperationWork, laneId: string): Promise<void> {
  const running = supervisor.worker(operation.flowId ?? '')?.running;
  const lane = running?.engine.lanes.find((each) => each.runtime.lane.id === laneId);
  if (!lane) {
    // The flow does not run: nothing is under way that waiting would bring.
    await sleep(50);
    return;
  }
  await passHeads(lane);
  await reconciled(lane, signal);
}

async function reconciled({ runtime }: LaneContext, signal: AbortSignal): Promise<void> {
  const until = Date.now() + PATIENCE;
  while (Date.now() < until && !signal.aborted) {
    await sleep(100);
    if (runtime.open.busyCount() === 0) return;
  }
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
