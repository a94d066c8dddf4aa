import type { FilterNode, FlowEdge, RouterBranch, RouterNode } from './flow-graph.ts';
import type { LaneFilter } from './lane.ts';
import { nodeTitle } from './node-title.ts';
import type { ProblemList } from './problem-list.ts';

/** The branch of a router that takes what meets no condition. */
export const OTHERWISE = 'otherwise';

/** A filter on a path: a filter node, or what a branch of a router comes to. */
export type PathFilter = Pick<FilterNode, 'id' | 'kind' | 'condition' | 'leave'> & {
  /** Its branch, and those that come before it: a record that meets one of their conditions is not among its own. */
  routed?: { name: string; before: RouterBranch[] };
};

/** What a branch of a router lets through, as a filter; none where the router has no such branch. */
export function branchFilter(router: RouterNode, branch: string | undefined): PathFilter[] {
  const { id, branches, leave } = router;
  const filter = { id, kind: 'filter' as const, leave };
  if (branch === OTHERWISE) {
    return [{ ...filter, condition: 'true', routed: { name: OTHERWISE, before: branches } }];
  }
  const at = branches.findIndex((each) => each.id === branch);
  const own = branches[at];
  if (!own) return [];
  const routed = { name: own.name, before: branches.slice(0, at) };
  return [{ ...filter, condition: own.condition, routed }];
}

/** A filter of a path as the lane keeps it. */
export function laneFilter({ id: nodeId, condition, leave, routed }: PathFilter): LaneFilter {
  const except = routed?.before.map((branch) => branch.condition) ?? [];
  return { nodeId, condition, leave, ...(except.length > 0 ? { except } : {}) };
}

/** Checks that a router has branches, told apart by id and name, and that every edge that leaves it is one of them. */
export function checkRouter(router: RouterNode, leaving: readonly FlowEdge[], problems: ProblemList): void {
  const place = { nodeId: router.id };
  const title = nodeTitle(router);
  if (router.branches.length === 0) {
    problems.error(
      'ROUTER_INVALID',
      place,
      `${title} has no branches yet.`,
      'Add a branch with a condition.',
    );
  }
  const [ids, names] = [new Set<string>([OTHERWISE]), new Set<string>()];
  for (const { id, name } of router.branches) {
    if (ids.has(id)) {
      problems.error(
        'ROUTER_INVALID',
        place,
        `Two branches of ${title} have the id "${id}".`,
        'Give one of them another id.',
      );
    }
    if (names.has(name)) {
      problems.error(
        'ROUTER_INVALID',
        place,
        `Two branches of ${title} are called "${name}".`,
        'Give one of them another name.',
      );
    }
    ids.add(id);
    names.add(name);
  }
  for (const { id, branch } of leaving) {
    if (branch !== undefined && ids.has(branch)) continue;
    problems.error(
      'ROUTER_INVALID',
      { edgeId: id, nodeId: router.id },
      branch === undefined
        ? `An edge leaves ${title} without naming a branch.`
        : `An edge leaves ${title} by a branch "${branch}" that it does not have.`,
      'Remove the edge, and draw it from one of the branches.',
    );
  }
  const used = new Set(leaving.map(({ branch }) => branch));
  for (const { id, name } of router.branches) {
    if (used.has(id)) continue;
    problems.warning(
      'ROUTER_INVALID',
      place,
      `The branch "${name}" of ${title} leads nowhere, so its records are not carried.`,
      'Connect the branch to a mapping, or leave it so on purpose.',
    );
  }
}
