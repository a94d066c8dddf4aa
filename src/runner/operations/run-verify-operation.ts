import { z } from 'zod';
import { SyncError } from '#core/errors/sync-error.ts';
import type { LaneReport, RepairCounts, VerifyReport } from '#core/ledger/verify-report.ts';
import { PgLaneStore } from '#db/ledger/pg-lane-store.ts';
import { readPayloadPolicy } from '#db/ledger/read-payload-policy.ts';
import { FindingWriter } from '#db/ledger/verify-findings.ts';
import { adaptPlan } from '#engine/drift/adapt-plan.ts';
import { linkedSessions } from '#engine/links/linked-session.ts';
import { openLinkBooks } from '#engine/links/record-links.ts';
import { compileLane } from '#engine/plan/compiled-lane.ts';
import type { RecordIdentity } from '#engine/plan/record-identity.ts';
import { repairMeeting } from '#engine/snapshot/meeting.ts';
import { repairRecords } from '#engine/verify/repair-records.ts';
import { verifyLane } from '#engine/verify/verify-lane.ts';
import { nowMicros } from '#lib/micros.ts';
import { openLaneCode } from '../open-lane-code.ts';
import { closeSessions, openSessions, type Sessions } from '../open-sessions.ts';
import { loadDeployed } from './load-deployed.ts';
import type { OperationWork } from './operation-runner.ts';
import { refuseMoved } from './refuse-moved.ts';
import { runningLane, settleLane } from './running-lane.ts';

const Input = z.object({ repair: z.boolean().default(false) });

/** Compares both sides of every lane of the deployed version; on request repairs what differs, and looks again. */
export async function runVerifyOperation(work: OperationWork): Promise<VerifyReport> {
  const { repair } = Input.parse(work.operation.input);
  const loaded = await loadDeployed(work);
  const names = loaded.lanes.flatMap((lane) => [lane.left.connection, lane.right.connection]);
  const sessions = openSessions(work.context.secretKey, loaded.connections, names);
  try {
    const pass = { work, loaded, sessions };
    if (!repair) return report(await verifyAll(pass, null), null);
    const counts: RepairCounts = { found: 0, settled: 0, held: 0, parked: 0, open: 0 };
    const first = await verifyAll(pass, counts);
    // What has no name on the other side can be repaired by nobody but its owner.
    const found = first.reduce((sum, lane) => sum + lane.differing + lane.onlyLeft + lane.onlyRight, 0);
    counts.open += found - counts.found;
    counts.found = found;
    return report(found > 0 ? await verifyAll(pass, null) : first, counts);
  } finally {
    await closeSessions(sessions);
  }
}

type Pass = { work: OperationWork; loaded: Awaited<ReturnType<typeof loadDeployed>>; sessions: Sessions };

/** One look at every lane. @param repair counts of what was repaired on the way; null to change nothing */
async function verifyAll(
  { work, loaded, sessions }: Pass,
  repair: RepairCounts | null,
): Promise<LaneReport[]> {
  const { context, signal, operation } = work;
  const store = new PgLaneStore(context.pool, loaded.workspaceId, context.secretKey);
  const books = openLinkBooks(loaded.flowId, loaded.lanes, store);
  const connectionIds = Object.fromEntries(loaded.connections.map(({ name, id }) => [name, id]));
  const { lanes } = await adaptPlan({ ...loaded, connectionIds }, sessions);
  const reports: LaneReport[] = [];
  const checked = new Map<string, number>();
  const policy = await readPayloadPolicy(context.pool, loaded.workspaceId, loaded.flowId);
  const findings = new FindingWriter(context.pool, operation.id, policy);
  if (!repair) await findings.begin(loaded.flowId);
  const estimate = sum(loaded.lanes.map((lane) => lane.left.stream.rowEstimate ?? 0));
  for (const fit of lanes) {
    const lane = compileLane(loaded.flowId, fit.lane, { books, fit, code: openLaneCode(context, loaded) });
    const broken = lane.broken.left ?? lane.broken.right;
    if (broken) throw new SyncError(broken.code, broken.message);
    const left = sessions.get(lane.left.connection);
    const right = sessions.get(lane.right.connection);
    if (!left || !right) throw new SyncError('NOT_FOUND', 'A connection of the flow is missing.');
    const settle = async (records: RecordIdentity[], counts: RepairCounts) => {
      const running = runningLane(work, lane.id);
      if (!running) throw await notRunning(work, loaded.name);
      await repairRecords(running, repairMeeting(operation.id, operation.createdAt), records, counts);
    };
    if (repair && !runningLane(work, lane.id)) throw await notRunning(work, loaded.name);
    const found = await verifyLane({
      lane,
      sessions: linkedSessions(lane, { left, right }),
      settle: () => settleLane(work, lane.id),
      pendingKeys: async () => new Set((await store.pending(lane.id)).map((record) => record.recordKey)),
      onProgress: (count) => {
        checked.set(lane.id, count);
        work.report({
          checked: sum([...checked.values()]),
          estimate,
          lane: `${lane.left.stream} and ${lane.right.stream}`,
        });
      },
      ...(repair
        ? { onLasting: (records) => settle(records, repair) }
        : { onFound: (found) => findings.write(lane.id, found) }),
      signal,
    });
    reports.push(found);
  }
  return reports;
}

function report(lanes: LaneReport[], repair: RepairCounts | null): VerifyReport {
  const agreed = lanes.every((lane) => lane.differing + lane.onlyLeft + lane.onlyRight + lane.pending === 0);
  return { agreed, lanes, at: nowMicros(), repair };
}

async function notRunning(work: OperationWork, name: string): Promise<SyncError> {
  await refuseMoved(work);
  return new SyncError(
    'FLOW_NOT_RUNNING',
    `"${name}" does not run, and what differs can only be repaired by the running flow.`,
  );
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
