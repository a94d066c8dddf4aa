import { z } from 'zod';
import { SyncError } from '#core/errors/sync-error.ts';
import type { Lane } from '#core/flow/lane.ts';
import type { MatchReport } from '#core/matching/match-report.ts';
import { PgMatchTally } from '#db/ledger/pg-match-tally.ts';
import { loadConnections } from '#db/runner/load-flow.ts';
import { surveyMatches } from '#engine/matching/survey-matches.ts';
import { openLaneCode } from '../open-lane-code.ts';
import { closeSessions, openSessions } from '../open-sessions.ts';
import type { OperationWork } from './operation-runner.ts';

const Input = z.object({ lane: z.custom<Lane>((value) => typeof value === 'object' && value !== null) });

/** Finds out how the records of a lane, deployed or not, would be linked. It writes to neither side. */
export async function runMatchOperation({
  context,
  operation,
  report,
  signal,
}: OperationWork): Promise<MatchReport> {
  const { lane } = Input.parse(operation.input);
  const names = [lane.left.connection, lane.right.connection];
  const connections = await loadConnections(context.pool, operation.workspaceId, names);
  const sessions = openSessions(context.secretKey, connections, names);
  const tally = new PgMatchTally(context.pool, `operation/${operation.id}`);
  const estimates = { left: lane.left.stream.rowEstimate, right: lane.right.stream.rowEstimate };
  try {
    const left = sessions.get(lane.left.connection);
    const right = sessions.get(lane.right.connection);
    if (!left || !right) throw new SyncError('NOT_FOUND', 'A connection of the flow is missing.');
    // A runner that died may have left half a tally.
    await tally.drop();
    return await surveyMatches({
      lane,
      sessions: { left, right },
      code: openLaneCode(context, {
        workspaceId: operation.workspaceId,
        flowId: `match ${operation.id}`,
        version: 0,
      }),
      tally,
      signal,
      onProgress: ({ step, checked }) =>
        report({ step, checked, estimate: step === 'meeting' ? null : estimates[step] }),
    });
  } finally {
    await tally.drop();
    await closeSessions(sessions);
  }
}
