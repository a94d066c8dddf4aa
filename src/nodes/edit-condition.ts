import type { ConditionGroup, ConditionItem } from '#core/expression/condition-tree.ts';

/** Where an item stands: its index in the group, in the group's group, and so on, from the root. */
export type ConditionPath = readonly number[];

/** The group, or item, at a path; null where there is none. */
export function itemAt(tree: ConditionGroup, path: ConditionPath): ConditionItem | null {
  let at: ConditionItem | undefined = tree;
  for (const index of path) at = at?.kind === 'group' ? at.items[index] : undefined;
  return at ?? null;
}

/** The tree with other items in the group at a path. */
export function withItems(
  tree: ConditionGroup,
  path: ConditionPath,
  change: (items: ConditionItem[]) => ConditionItem[],
): ConditionGroup {
  const [index, ...rest] = path;
  if (index === undefined) return { ...tree, items: change(tree.items) };
  return {
    ...tree,
    items: tree.items.map((item, at) =>
      at === index && item.kind === 'group' ? withItems(item, rest, change) : item,
    ),
  };
}

/** The tree with another item in the place of the one at a path. */
export function withItem(tree: ConditionGroup, path: ConditionPath, item: ConditionItem): ConditionGroup {
  const index = path.at(-1);
  if (index === undefined) return item.kind === 'group' ? item : tree;
  return withItems(tree, path.slice(0, -1), (items) => items.with(index, item));
}

/** The tree without the item at a path. */
export function withoutItem(tree: ConditionGroup, path: ConditionPath): ConditionGroup {
  const index = path.at(-1);
  if (index === undefined) return tree;
  return withItems(tree, path.slice(0, -1), (items) => items.toSpliced(index, 1));
}

/** The tree with an item more, before the one at a path. */
function withInserted(tree: ConditionGroup, path: ConditionPath, item: ConditionItem): ConditionGroup {
  const index = path.at(-1);
  if (index === undefined) return tree;
  return withItems(tree, path.slice(0, -1), (items) => items.toSpliced(index, 0, item));
}

/**
 * Moves an item a step up or down, as it is seen: past its neighbour, into a group that is its neighbour,
 * or out of its own group where it is the first or last one there.
 *
 * @returns with the path at which it stands then; null where it stands at the end already.
 */
export function stepItem(
  tree: ConditionGroup,
  path: ConditionPath,
  step: -1 | 1,
): { tree: ConditionGroup; path: ConditionPath } | null {
  const index = path.at(-1);
  if (index === undefined) return null;
  const group = path.slice(0, -1);
  const parent = itemAt(tree, group);
  if (parent?.kind !== 'group') return null;
  const neighbour = parent.items[index + step];
  if (!neighbour) {
    const own = group.at(-1);
    return own === undefined ? null : movedTo(tree, path, [...group.slice(0, -1), step < 0 ? own : own + 1]);
  }
  if (neighbour.kind !== 'group') {
    return movedTo(tree, path, [...group, step < 0 ? index - 1 : index + 2]);
  }
  return movedTo(tree, path, [...group, index + step, step < 0 ? neighbour.items.length : 0]);
}

/**
 * Moves an item to before the one at another path; null where that is within the item itself, or where it
 * stands already.
 */
export function movedTo(
  tree: ConditionGroup,
  from: ConditionPath,
  to: ConditionPath,
): { tree: ConditionGroup; path: ConditionPath } | null {
  const item = itemAt(tree, from);
  if (!item || to.length === 0 || from.every((index, depth) => to[depth] === index)) return null;
  // Taken out first, it shifts what stands behind it in its group.
  const depth = from.length - 1;
  const index = from[depth] as number;
  const sameGroup = from.slice(0, -1).every((each, at) => to[at] === each) && to.length > depth;
  const shifted = sameGroup && (to[depth] as number) > index ? to.with(depth, (to[depth] as number) - 1) : to;
  if (shifted.length === from.length && shifted.every((each, at) => each === from[at])) return null;
  return { tree: withInserted(withoutItem(tree, from), shifted, item), path: shifted };
}
