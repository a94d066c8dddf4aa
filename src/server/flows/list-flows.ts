import type { ErrorCode } from '#core/errors/codes.ts';
import { errorPolicy } from '#core/errors/policy.ts';
import type { LogWarning } from '#core/ledger/log-warning.ts';
import type { FlowListRecord } from '#db/flow-list-query.ts';
import { runnerDirectory } from '#db/runner-directory.ts';
import { maskError } from '../records/mask-error.ts';
import { type Masker, maskerFor } from '../records/masker.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { type FlowPhase, flowPhase, shownStatus } from './flow-phase.ts';

/** A flow as lists show it. */
export type FlowRow = {
  id: string;
  name: string;
  phase: FlowPhase;
  /** Lanes of the deployed version. */
  lanes: number;
  /** Changes settled per second, all lanes and both directions. */
  rate: number;
  /** The slowest direction's median, milliseconds; null when nothing passed lately. */
  lagP50: number | null;
  /** Records that wait for a person's decision. */
  held: number;
  /** Records set aside after a failure. */
  failing: number;
  /** Why lanes were stopped by their breaker, one sentence each. */
  stopped: string[];
  /** Proposals about changed streams that nobody has decided on. */
  drifts: number;
  /** Those of them for which something is not carried. */
  stopping: number;
  error: { code: ErrorCode; message: string; remedy: string } | null;
  /** Bytes of log held back, by connection name. */
  retained: Record<string, number>;
  logWarnings: LogWarning[];
  /** When somebody last changed the draft or what is wanted of the flow. */
  updatedAt: Date;
  deployedVersion: number | null;
  draftDiffers: boolean;
};

/** Every flow of the workspace, by name. */
export async function listFlows(context: WorkspaceContext): Promise<FlowRow[]> {
  const runnerAlive = await runnerDirectory(context.services.prisma).anyAlive();
  const flows = await context.store.flowList();
  const masker = await maskerFor(context);
  return flows.map((flow) => toFlowRow(flow, runnerAlive, masker));
}

function toFlowRow(flow: FlowListRecord, runnerAlive: boolean, masker: Masker): FlowRow {
  const {
    id,
    name,
    lanes,
    held,
    parked,
    drifts,
    stopping,
    draftAt,
    desired,
    desiredAt,
    versionNumber,
    draftDiffers,
  } = flow;
  const status = shownStatus(desired === null ? null : { desired, status: flow.status }, runnerAlive);
  const directions = status?.lanes.flatMap((lane) => [lane.forward, lane.backward]) ?? [];
  const lags = directions.flatMap(({ lagP50 }) => (lagP50 === null ? [] : [lagP50]));
  const error = maskError(masker, id, status?.error ?? null);
  return {
    id,
    name,
    phase: flowPhase(desired, status),
    lanes,
    rate: status?.phase === 'stopped' ? 0 : directions.reduce((sum, { rate }) => sum + rate, 0),
    lagP50: lags.length > 0 ? Math.max(...lags) : null,
    held,
    failing: parked,
    stopped: flow.stopped,
    drifts,
    stopping,
    error: error && { ...error, remedy: errorPolicy[error.code].remedy },
    retained: status?.retained ?? {},
    logWarnings: status?.logWarnings ?? [],
    updatedAt: desiredAt && desiredAt > draftAt ? desiredAt : draftAt,
    deployedVersion: versionNumber,
    draftDiffers,
  };
}
