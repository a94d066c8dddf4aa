import { z } from 'zod';
import { SyncError } from '#core/errors/sync-error.ts';
import type { UndoReport } from '#core/ledger/undo-report.ts';
import { PgLaneStore } from '#db/ledger/pg-lane-store.ts';
import { firstSyncWrites, forgetMeeting, recordsWithLines } from '#db/ledger/undo-first-sync.ts';
import { LedgerLines } from '#engine/apply/ledger-lines.ts';
import { linkedSessions } from '#engine/links/linked-session.ts';
import { openLinkBooks } from '#engine/links/record-links.ts';
import { compileLane } from '#engine/plan/compiled-lane.ts';
import { undoMeeting } from '#engine/undo/undo-meeting.ts';
import { openLaneCode } from '../open-lane-code.ts';
import { closeSessions, openSessions } from '../open-sessions.ts';
import { loadDeployed } from './load-deployed.ts';
import type { OperationWork } from './operation-runner.ts';

const Input = z.object({ mapping: z.string() });

/** Takes back what the first sync of a paused flow's mapping wrote, and has the lane meet its data anew. */
export async function runUndoOperation(work: OperationWork): Promise<UndoReport> {
  const { mapping } = Input.parse(work.operation.input);
  const { context, operation, signal } = work;
  const loaded = await loadDeployed(work);
  const { pool, secretKey } = context;
  const lease = { flowId: loaded.flowId, epoch: await pausedEpoch(work, loaded.name) };
  const store = new PgLaneStore(pool, loaded.workspaceId, secretKey);
  const books = openLinkBooks(loaded.flowId, loaded.lanes, store);
  const report: UndoReport = { undone: 0, gone: 0, changed: 0, failed: 0, samples: [] };
  for (const plan of loaded.lanes.filter((lane) => lane.mappingNodeId === mapping)) {
    const lane = compileLane(loaded.flowId, plan, { books, code: openLaneCode(context, loaded) });
    const names = [lane.left.connection, lane.right.connection];
    const sessions = openSessions(secretKey, loaded.connections, names);
    try {
      const left = sessions.get(lane.left.connection);
      const right = sessions.get(lane.right.connection);
      if (!left || !right) throw new SyncError('NOT_FOUND', 'A connection of the flow is missing.');
      const undone = await undoMeeting({
        lane,
        sessions: linkedSessions(lane, { left, right }),
        store,
        lease,
        lines: new LedgerLines(loaded.flowId, loaded.version),
        operationId: operation.id,
        meeting: firstSyncWrites(pool, loaded.workspaceId, { flowId: loaded.flowId, laneId: lane.id }),
        known: (keys) => recordsWithLines(pool, lane.id, keys),
        onProgress: (progress) => {
          work.report(progress);
        },
        signal,
      });
      for (const count of ['undone', 'gone', 'changed', 'failed'] as const) report[count] += undone[count];
      report.samples.push(...undone.samples);
      if (!signal.aborted) await forgetMeeting(pool, lease, lane.id);
    } finally {
      await closeSessions(sessions);
    }
  }
  return report;
}

/** The lease's epoch of a flow that is paused. Throws `IN_USE` for one that runs: what it carries would be undone as well. */
async function pausedEpoch({ context, operation, supervisor }: OperationWork, name: string): Promise<number> {
  const found = await context.pool.query<{ epoch: number; desired: string }>(
    'SELECT epoch::float8 AS epoch, desired FROM deployment WHERE "flowId" = $1',
    [operation.flowId],
  );
  const [deployment] = found.rows;
  const running = supervisor.worker(operation.flowId ?? '')?.running;
  if (deployment?.desired !== 'paused' || running) {
    throw new SyncError('IN_USE', `"${name}" runs: pause it before its first sync is undone.`);
  }
  return deployment.epoch;
}
