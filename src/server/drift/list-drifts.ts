import type { Proposal } from '#core/drift/proposal.ts';
import type { Lane } from '#core/flow/lane.ts';
import { findFlow } from '../flows/find-flow.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** A drift of a flow's streams as its pages see it. */
export type DriftView = Proposal & {
  id: string;
  /** The node whose mapping is concerned; null when the deployed version has it no more. */
  mappingNodeId: string | null;
  since: Date;
  /** Who said that nothing is to be done about it. */
  ignoredBy: string | null;
};

const order = { stopped: 0, suspended: 1, warning: 2, info: 3 } as const;

/** What a deployed flow's streams differ in from what was deployed, the gravest first. */
export async function listDrifts(context: WorkspaceContext, flowId: string): Promise<DriftView[]> {
  const flow = await findFlow(context, { id: flowId });
  const lanes = (flow.deployment?.version.lanes ?? []) as unknown as Lane[];
  const found = await context.store.drifts.list(flow.id);
  return found
    .map(({ id, laneId, since, ignoredBy, drift, severity, title, detail, options }) => {
      const lane = lanes.find((each) => `${flow.id}:${each.id}` === laneId);
      const mappingNodeId = lane?.mappingNodeId ?? null;
      return { id, mappingNodeId, since, ignoredBy, drift, severity, title, detail, options };
    })
    .sort((a, b) => order[a.severity] - order[b.severity]);
}
