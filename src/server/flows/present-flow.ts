import type { FlowGraph } from '#core/flow/flow-graph.ts';
import type { FlowStatus } from '#core/ledger/lane-status.ts';
import type { Desired } from '#db/deployment-repository.ts';
import { runnerDirectory } from '#db/runner-directory.ts';
import { maskError } from '../records/mask-error.ts';
import { maskerFor } from '../records/masker.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import type { StoredFlow } from './find-flow.ts';
import { type FlowPhase, flowPhase, shownStatus } from './flow-phase.ts';
import { parseGraph } from './parse-graph.ts';
import { shownKeptRecords } from './shown-kept-records.ts';

/** A flow as its pages see it. */
export type FlowView = {
  id: string;
  name: string;
  phase: FlowPhase;
  draft: FlowGraph;
  draftRevision: number;
  draftBy: string;
  draftAt: Date;
  /** Does the draft mean something else than what is deployed? */
  draftDiffers: boolean;
  deployed: { versionId: string; number: number; graph: FlowGraph } | null;
  desired: Desired | null;
  status: FlowStatus | null;
};

export async function presentFlow(context: WorkspaceContext, flow: StoredFlow): Promise<FlowView> {
  const { id, name, draftRevision, draftBy, draftAt, draftDigest, deployment } = flow;
  const runnerAlive = await runnerDirectory(context.services.prisma).anyAlive();
  const status = shownStatus(deployment, runnerAlive);
  const error = maskError(await maskerFor(context), id, status?.error ?? null);
  const shown = await shownKeptRecords(context);
  const version = deployment?.version;
  return {
    id,
    name,
    phase: flowPhase(deployment?.desired ?? null, status),
    draft: shown.graph(parseGraph(flow.draft, name)),
    draftRevision,
    draftBy,
    draftAt,
    draftDiffers: version?.digest !== draftDigest,
    deployed: version
      ? { versionId: version.id, number: version.number, graph: shown.graph(parseGraph(version.graph, name)) }
      : null,
    desired: (deployment?.desired ?? null) as Desired | null,
    status: status && { ...status, error },
  };
}
