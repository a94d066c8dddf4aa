import type { Side } from '../change/change-event.ts';
import type { StreamSchema } from '../values/stream-schema.ts';
import type { Lane } from './lane.ts';

/** A side's stream as a node of a lane sees it, where code stands between the two; null where none does. */
export function seenAtNode(lanes: readonly Lane[], nodeId: string, side: Side): StreamSchema | null {
  for (const lane of lanes) {
    const { stream, view } = lane[side];
    if (!view) continue;
    const early = view.steps.find((step) => step.kind === 'filter' && step.filter.nodeId === nodeId);
    if (early?.kind === 'filter') return { ...view.own, fields: early.fields };
    const behind = lane.filters?.[side]?.some((filter) => filter.nodeId === nodeId);
    if (behind || nodeId === lane.mappingNodeId || nodeId === lane.conflictNodeId) return stream;
  }
  return null;
}
