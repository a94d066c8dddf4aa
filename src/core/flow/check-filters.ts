import { otherSide, type Side } from '../change/change-event.ts';
import { compileCondition } from '../expression/compile-condition.ts';
import { ExpressionProblem } from '../expression/expression-problem.ts';
import type { StreamSchema } from '../values/stream-schema.ts';
import type { LanePath, PathStep } from './find-paths.ts';
import type { Lane } from './lane.ts';
import type { ProblemList, ProblemPlace } from './problem-list.ts';
import { laneFilter, type PathFilter } from './router-branches.ts';

/** Checks the conditions of a lane's filters against the streams; gives those that say something, undefined where none does. */
export function checkFilters(
  lane: Lane,
  steps: LanePath['steps'],
  problems: ProblemList,
): Lane['filters'] | undefined {
  const checked: NonNullable<Lane['filters']> = {};
  for (const side of ['left', 'right'] as const) {
    for (const { node, stream, behind } of filtersOf(lane, side, steps[side])) {
      const place = { nodeId: node.id };
      if (!conditionsOf(node).every((each) => checkCondition(stream, each, place, problems))) continue;
      if (behind) checked[side] = [...(checked[side] ?? []), laneFilter(node)];
      if (stream.beforeImage !== 'full') {
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

type Condition = { condition: string; branch: string | null };

/** What must be met, and of a router's branch what must not. */
function conditionsOf({ condition, routed }: PathFilter): Condition[] {
  const before = routed?.before.map((branch) => ({ condition: branch.condition, branch: branch.name })) ?? [];
  return [...before, { condition, branch: routed?.name ?? null }];
}

/** Says whether the condition can be told of the stream's records; what is wrong with it is a problem of its node. */
function checkCondition(
  stream: StreamSchema,
  { condition, branch }: Condition,
  place: ProblemPlace,
  problems: ProblemList,
): boolean {
  const of = branch === null ? '' : `Branch "${branch}": `;
  if (condition.trim() === '') {
    const what = branch === null ? `The filter of ${stream.name} says` : `The branch "${branch}" says`;
    const remedy = branch === null ? undefined : 'Say what its records have in common, or remove the branch.';
    problems.error('FILTER_INVALID', place, `${what} no condition yet.`, remedy);
    return false;
  }
  try {
    compileCondition(stream, condition);
    return true;
  } catch (error) {
    if (!(error instanceof ExpressionProblem)) throw error;
    const at = error.from > 0 ? ` (at character ${error.from + 1})` : '';
    problems.error('FILTER_INVALID', place, `${of}${error.message}${at}`, error.remedy);
    return false;
  }
}

/**
 * The filters of a side with the records that each is about: on a one-way lane those of the other one that come through
 * the mapping to it. `behind`: no code follows, so that it is the mapping's side of them.
 */
function filtersOf(
  lane: Lane,
  side: Side,
  steps: readonly PathStep[],
): { node: PathFilter; stream: StreamSchema; behind: boolean }[] {
  return steps.flatMap((node): ReturnType<typeof filtersOf> => {
    if (node.kind !== 'filter') return [];
    for (const each of [side, otherSide(side)]) {
      const { stream, view } = lane[each];
      const early = view?.steps.find((step) => step.kind === 'filter' && step.filter.nodeId === node.id);
      if (early?.kind !== 'filter') continue;
      return [{ node, stream: { ...stream, fields: early.fields }, behind: false }];
    }
    return [{ node, stream: lane[side].stream, behind: true }];
  });
}
