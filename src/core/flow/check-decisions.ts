import type { MappingNode } from './flow-graph.ts';
import type { Lane } from './lane.ts';
import type { ProblemList } from './problem-list.ts';
import { reopenedCauses } from './reopened-causes.ts';

/** Tells of pairs whose decision rests on what is not so any more: a field that was renamed or has another type. */
export function checkDecisions(lane: Lane, mapping: MappingNode, problems: ProblemList): void {
  const typeOf = (side: 'left' | 'right', name: string) =>
    lane[side].stream.fields.find((field) => field.name === name)?.nativeType;
  mapping.fields.forEach((pair, fieldIndex) => {
    const { left, right, decision } = pair;
    const by = decision?.by ? ` by ${decision.by}` : '';
    const types = { left: typeOf('left', left), right: typeOf('right', right) };
    for (const cause of reopenedCauses(pair, types)) {
      problems.warning(
        'DECISION_REOPENED',
        { nodeId: mapping.id, fieldIndex },
        `${left} and ${right} were paired${by} before this: ${cause}`,
      );
    }
  });
}
