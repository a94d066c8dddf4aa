import { otherSide, type Side } from '../change/change-event.ts';
import type { Field, StreamSchema } from '../values/stream-schema.ts';
import type { Lane, LaneEnd, LaneView, ViewStep } from './lane.ts';
import { unfoldMapping } from './unfold-mapping.ts';

/** A side's stream as a node of a lane sees it, and the steps that make it of the system's own. */
export type SeenStream = { connection: string; stream: StreamSchema; view: LaneView };

/** What a node of a lane sees of a side where code stands on it; null where none does. */
export function seenAtNode(lanes: readonly Lane[], nodeId: string, side: Side): SeenStream | null {
  for (const lane of lanes) {
    if (nodeId === lane.mappingNodeId) {
      const { connection, stream, view } = unfoldMapping(lane)[side];
      if (view) return { connection, stream, view };
      const own = lane[side].stream;
      const more = !lane[side].view && stream.fields.length > own.fields.length;
      // What code behind makes of it, the written side need not have.
      return more ? { connection, stream, view: { own, steps: [], passing: own.key } } : null;
    }
    const [own, through] = [lane[side], lane[otherSide(side)]];
    const seen = stepOf(own, nodeId, 'own') ?? stepOf(through, nodeId, 'through');
    if (seen) return seen;
    const { connection, stream, view } = own;
    const behind = lane.filters?.[side]?.some((filter) => filter.nodeId === nodeId);
    if (view && (behind || nodeId === lane.conflictNodeId)) return { connection, stream, view };
  }
  return null;
}

/** What a filter sees that is a step of a side's view: before the mapping, or of records that came `through` it. */
function stepOf({ view, connection }: LaneEnd, nodeId: string, place: 'own' | 'through'): SeenStream | null {
  if (!view) return null;
  const at = view.steps.findIndex((step) => step.kind === 'filter' && step.filter.nodeId === nodeId);
  const step = view.steps[at];
  if (step?.kind !== 'filter') return null;
  const isBehind = view.steps.slice(0, at).some(({ kind }) => kind === 'mapping');
  return isBehind === (place === 'through') ? { connection, ...upTo(view, at, step.fields) } : null;
}

function upTo(view: LaneView, at: number, fields: Field[]): Pick<SeenStream, 'stream' | 'view'> {
  const steps: ViewStep[] = view.steps.slice(0, at);
  return { stream: { ...view.own, fields }, view: { ...view, steps } };
}
