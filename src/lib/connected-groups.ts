/**
 * Splits things into groups that are connected by links, directly or through others (union–find with
 * path halving, Tarjan and van Leeuwen 1984). Things without a link are in no group.
 */
export function connectedGroups<T>(links: Iterable<readonly [T, T]>): T[][] {
  const parents = new Map<T, T>();
  const rootOf = (thing: T): T => {
    let at = thing;
    for (let parent = parents.get(at)!; parent !== at; parent = parents.get(at)!) {
      const above = parents.get(parent)!;
      parents.set(at, above);
      at = above;
    }
    return at;
  };
  for (const [one, other] of links) {
    for (const thing of [one, other]) if (!parents.has(thing)) parents.set(thing, thing);
    parents.set(rootOf(one), rootOf(other));
  }
  const groups = new Map<T, T[]>();
  for (const thing of parents.keys()) {
    const root = rootOf(thing);
    const group = groups.get(root);
    if (group) group.push(thing);
    else groups.set(root, [thing]);
  }
  return [...groups.values()];
}
