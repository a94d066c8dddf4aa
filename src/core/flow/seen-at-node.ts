import type { Side } from '../change/change-event.ts';
import type { StreamSchema } from '../values/stream-schema.ts';
import type { Lane, LaneView } from './lane.ts';

/** A side's stream as a node of a lane sees it, and the steps that make it of the system's own. */
export type SeenStream = { connection: string; stream: StreamSchema; view: LaneView };

/** What a node of a lane sees of a side where code stands on it; null where none does. */
export function seenAtNode(lanes: readonly Lane[], nodeId: string, side: Side): SeenStream | null {
  for (const lane of lanes) {
    const { connection, stream, view } = lane[side];
    if (!view) continue;
    const at = view.steps.findIndex((step) => step.kind === 'filter' && step.filter.nodeId === nodeId);
    const early = view.steps[at];
    if (early?.kind === 'filter') {
      return {
        connection,
        stream: { ...view.own, fields: early.fields },
        view: { ...view, steps: view.steps.slice(0, at) },
      };
    }
    const behind = lane.filters?.[side]?.some((filter) => filter.nodeId === nodeId);
    if (behind || nodeId === lane.mappingNodeId || nodeId === lane.conflictNodeId) {
      return { connection, stream, view };
    }
  }
  return null;
}
