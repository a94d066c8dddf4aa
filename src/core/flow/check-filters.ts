import { compileCondition } from '../expression/compile-condition.ts';
import { ExpressionProblem } from '../expression/expression-problem.ts';
import { readsFrom } from './direction.ts';
import type { LanePath } from './find-paths.ts';
import type { Lane } from './lane.ts';
import type { ProblemList } from './problem-list.ts';

/** Checks the conditions of a lane's filters against the streams; gives those that say something, undefined where none does. */
export function checkFilters(
  lane: Lane,
  filters: LanePath['filters'],
  problems: ProblemList,
): Lane['filters'] | undefined {
  const checked: NonNullable<Lane['filters']> = {};
  for (const side of ['left', 'right'] as const) {
    const { stream } = lane[side];
    for (const { id: nodeId, condition, leave } of filters[side]) {
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
      checked[side] = [...(checked[side] ?? []), { nodeId, condition, leave }];
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
