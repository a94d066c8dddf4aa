import { z } from 'zod';
import { errorPolicy } from '#core/errors/policy.ts';
import { FlowStatus } from '#core/ledger/lane-status.ts';

/** A flow's state in one word: that of its status, `draft` before the first deployment, or `deleting`. */
export const FlowPhase = z.enum([...FlowStatus.shape.phase.options, 'draft', 'deleting']);
export type FlowPhase = z.infer<typeof FlowPhase>;

type Deployed = { desired: string; status: unknown };

/**
 * The status as it is shown. Without a living runner nothing runs, whatever was written last;
 * before a runner has taken the flow it is starting. Null when the flow was never deployed.
 */
export function shownStatus(deployed: Deployed | null, runnerAlive: boolean): FlowStatus | null {
  if (!deployed) return null;
  const written = FlowStatus.safeParse(deployed.status);
  const status: FlowStatus = written.success
    ? written.data
    : {
        phase: deployed.desired === 'paused' ? 'paused' : 'starting',
        version: null,
        lanes: [],
        error: null,
        retained: {},
        logWarnings: [],
        continuousVerify: false,
        verified: null,
        at: Date.now() * 1000,
      };
  if (runnerAlive) return status;
  const message = `No runner has been seen for ten seconds. ${errorPolicy.RUNNER_ABSENT.remedy}`;
  return { ...status, phase: 'stopped', error: { code: 'RUNNER_ABSENT', message, retryAt: null } };
}

/** The same in one word. */
export function flowPhase(desired: string | null, status: FlowStatus | null): FlowPhase {
  if (desired === 'deleting') return 'deleting';
  return status?.phase ?? 'draft';
}
