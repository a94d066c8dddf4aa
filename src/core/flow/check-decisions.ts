import type { MappingNode } from './flow-graph.ts';
import type { Lane } from './lane.ts';
import type { ProblemList } from './problem-list.ts';

/** Tells of pairs whose decision rests on what is not so any more: a field that was renamed or has another type. */
export function checkDecisions(lane: Lane, mapping: MappingNode, problems: ProblemList): void {
  mapping.fields.forEach(({ left, right, decision }, fieldIndex) => {
    if (!decision) return;
    const by = decision.by ? ` by ${decision.by}` : '';
    const tell = (cause: string) =>
      problems.warning(
        'DECISION_REOPENED',
        { nodeId: mapping.id, fieldIndex },
        `${left} and ${right} were paired${by} before this: ${cause}`,
      );
    if (decision.reopened) tell(decision.reopened.cause);
    for (const side of ['left', 'right'] as const) {
      const name = side === 'left' ? left : right;
      const now = lane[side].stream.fields.find((field) => field.name === name)?.nativeType;
      const then = decision.types?.[side];
      if (now !== undefined && then !== undefined && now !== then)
        tell(`${name} was ${then}, and is ${now} now.`);
    }
  });
}
