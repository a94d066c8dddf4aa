import type { Side } from '../change/change-event.ts';
import { compileCondition } from '../expression/compile-condition.ts';
import { ExpressionProblem } from '../expression/expression-problem.ts';
import type { StreamSchema } from '../values/stream-schema.ts';
import { readsFrom } from './direction.ts';
import type { LanePath, PathStep } from './find-paths.ts';
import type { FilterNode } from './flow-graph.ts';
import type { Lane } from './lane.ts';
import type { ProblemList } from './problem-list.ts';

/** Checks the conditions of a lane's filters against the streams; gives those that say something, undefined where none does. */
export function checkFilters(
  lane: Lane,
  steps: LanePath['steps'],
  problems: ProblemList,
): Lane['filters'] | undefined {
  const checked: NonNullable<Lane['filters']> = {};
  for (const side of ['left', 'right'] as const) {
    for (const { node, stream, behind } of filtersOf(lane, side, steps[side])) {
      const { id: nodeId, condition, leave } = node;
      const place = { nodeId };
      if (condition.trim() === '') {
        problems.error('FILTER_INVALID', place, `The filter of ${stream.name} says no condition yet.`);
        continue;
      }
      try {
        compileCondition(stream, condition);
      } catch (error) {
        if (!(error instanceof ExpressionProblem)) throw error;
        const at = error.from > 0 ? ` (at character ${error.from + 1})` : '';
        problems.error('FILTER_INVALID', place, `${error.message}${at}`, error.remedy);
        continue;
      }
      if (behind) checked[side] = [...(checked[side] ?? []), { nodeId, condition, leave }];
      if (!readsFrom(lane.direction, side)) {
        problems.warning(
          'FILTER_INVALID',
          place,
          `The mapping carries nothing from ${stream.name}, so its filter does nothing.`,
          'Remove the filter, or let the mapping go both ways.',
        );
      } else if (stream.beforeImage !== 'full') {
        problems.error(
          'BEFORE_IMAGE_PARTIAL',
          place,
          `The log of ${stream.name} does not tell whether a changed record met the filter before.`,
          `Let the log of ${stream.name} hold complete old rows (REPLICA IDENTITY FULL), or remove the filter.`,
        );
      }
    }
  }
  return checked.left || checked.right ? checked : undefined;
}

/** The filters of a side with the records that each is about; `behind`: no code follows, so that it is the mapping's side of them. */
function filtersOf(
  lane: Lane,
  side: Side,
  steps: readonly PathStep[],
): { node: FilterNode; stream: StreamSchema; behind: boolean }[] {
  const { stream, view } = lane[side];
  return steps.flatMap((node) => {
    if (node.kind !== 'filter') return [];
    const early = view?.steps.find((step) => step.kind === 'filter' && step.filter.nodeId === node.id);
    const seen = early?.kind === 'filter' ? { ...stream, fields: early.fields } : stream;
    return [{ node, stream: seen, behind: !early }];
  });
}
