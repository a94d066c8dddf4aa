import { otherSide, type Side } from '../change/change-event.ts';
import { partsOf } from '../transform/joined-fields.ts';
import { writesTo } from './direction.ts';
import type { Lane, LaneEnd } from './lane.ts';
import type { ProblemList } from './problem-list.ts';

/** Two lanes between the same two streams must not write the same field. */
export function checkLanesTogether(lanes: Lane[], problems: ProblemList): void {
  const writers = new Map<string, Lane>();
  for (const lane of lanes) {
    const twice = (['right', 'left'] as const).flatMap((side) => {
      const names = writtenFields(lane, side).filter((field) => {
        const route = JSON.stringify([endName(lane[otherSide(side)]), endName(lane[side]), field]);
        const earlier = writers.get(route);
        writers.set(route, earlier ?? lane);
        return earlier !== undefined && earlier !== lane;
      });
      return names.length === 0 ? [] : [`${listed(names)} of ${lane[side].stream.name}`];
    });
    if (twice.length === 0) continue;
    problems.error(
      'LANE_TWICE',
      { nodeId: lane.conflictNodeId ?? lane.mappingNodeId, edgeId: lane.edgeIds.at(-1) },
      `Another path between the same streams writes ${twice.join(' and ')} too.`,
    );
  }
}

function writtenFields(lane: Lane, side: Side): string[] {
  const written = lane.fields.filter((field) => writesTo(field.direction, side));
  const others = written.filter((field) => !field.key);
  return (others.length > 0 ? others : written).flatMap((field) => partsOf(field, side));
}

function endName(end: LaneEnd): string[] {
  return [end.connection, end.stream.name];
}

function listed(names: string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}
