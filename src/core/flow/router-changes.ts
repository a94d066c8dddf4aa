import { added, changed, compare, type FlowChange, removed } from './flow-change.ts';
import type { RouterNode } from './flow-graph.ts';
import { nodeTitle } from './node-title.ts';

const leaves = {
  keep: 'a record that comes to another branch stays where it was before, too',
  delete: 'a record that comes to another branch is deleted where it was before',
};

/** What changes in a router: its branches by their names, their order, and what becomes of records that move. */
export function routerChanges(before: RouterNode, after: RouterNode): FlowChange[] {
  const title = nodeTitle(after);
  const changes: FlowChange[] = [];
  for (const branch of before.branches) {
    if (after.branches.some(({ id }) => id === branch.id)) continue;
    changes.push(
      removed(`${after.id} › ${branch.id}`, branch.name, `Removes the branch "${branch.name}" of ${title}.`),
    );
  }
  for (const branch of after.branches) {
    const path = `${after.id} › ${branch.id}`;
    const earlier = before.branches.find(({ id }) => id === branch.id);
    const meets = branch.condition.trim() || 'nothing yet';
    if (!earlier) {
      changes.push(
        added(path, branch.name, `Adds the branch "${branch.name}" to ${title}, for what meets ${meets}.`),
      );
      continue;
    }
    changes.push(
      ...compare(
        `${path} › name`,
        earlier.name,
        branch.name,
        `Renames the branch "${earlier.name}" of ${title} to "${branch.name}".`,
      ),
      ...compare(
        `${path} › condition`,
        earlier.condition || undefined,
        branch.condition || undefined,
        `The branch "${branch.name}" of ${title} takes what meets ${meets}.`,
      ),
    );
  }
  const kept = (node: RouterNode, other: RouterNode) =>
    node.branches.filter(({ id }) => other.branches.some((each) => each.id === id));
  const order = (node: RouterNode, other: RouterNode) =>
    kept(node, other)
      .map(({ id }) => id)
      .join(' ');
  if (order(before, after) !== order(after, before)) {
    const names = after.branches.map(({ name }) => name).join(', ');
    const was = before.branches.map(({ name }) => name).join(', ');
    changes.push(
      changed(`${after.id} › order`, was, names, `${title} tries its branches in this order: ${names}.`),
    );
  }
  changes.push(
    ...compare(`${after.id} › leave`, before.leave, after.leave, `At ${title}, ${leaves[after.leave]}.`),
  );
  return changes;
}
