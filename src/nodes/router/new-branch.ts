import type { RouterBranch } from '#core/flow/flow-graph.ts';

/** A branch that differs from these by its id and its name. */
export function newBranch(branches: readonly RouterBranch[]): RouterBranch {
  const taken = new Set(branches.flatMap(({ id, name }) => [id, name]));
  let number = branches.length + 1;
  while (taken.has(`branch_${number}`) || taken.has(`Branch ${number}`)) number += 1;
  return { id: `branch_${number}`, name: `Branch ${number}`, condition: '' };
}
