import type { AdaptedLane } from '#core/drift/adapt-lane.ts';
import type { Lane } from '#core/flow/lane.ts';

/** A deployed version of a flow. */
export type DeployedPlan = {
  flowId: string;
  version: number;
  lanes: Lane[];
  /** Ids of the connections, by the names that the lanes use. */
  connectionIds: Record<string, string>;
};

/** The same, fitted to the streams as they are now: ready to be run. */
export type FlowPlan = Omit<DeployedPlan, 'lanes'> & { lanes: AdaptedLane[] };

/** The feed of a flow on one of its connections: one slot for all lanes that read there. */
export function feedIdOf(plan: Pick<FlowPlan, 'flowId' | 'connectionIds'>, connection: string): string {
  return `${plan.flowId}_${plan.connectionIds[connection] ?? connection}`;
}
