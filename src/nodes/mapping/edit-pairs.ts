import type { Direction, FieldPair, MappingNode } from '#core/flow/flow-graph.ts';

/** One line of the mapping: a field pair, and whether it finds the record. */
export type PairLine = {
  /** Index into `fields`; -1 where the pair stands in `match` alone. */
  index: number;
  pair: FieldPair;
  match: boolean;
};

const same = (pair: FieldPair, [left, right]: readonly [string, string]) =>
  pair.left === left && pair.right === right;

/** Every pair of the mapping in its order; pairs that stand in `match` alone come first. */
export function pairLines(node: MappingNode): PairLine[] {
  const alone = node.match.filter((match) => !node.fields.some((pair) => same(pair, match)));
  return [
    ...alone.map(([left, right]) => ({ index: -1, pair: { left, right }, match: true })),
    ...node.fields.map((pair, index) => ({
      index,
      pair,
      match: node.match.some((match) => same(pair, match)),
    })),
  ];
}

/** Adds a pair, where it is not there yet. Works on a draft. */
export function addPair(node: MappingNode, left: string, right: string, direction?: Direction): void {
  if (node.fields.some((pair) => same(pair, [left, right]))) return;
  const narrowed = direction !== undefined && direction !== node.direction ? { direction } : {};
  node.fields.push({ left, right, ...narrowed });
}

/** Removes a pair, also from `match`. Works on a draft. */
export function removePair(node: MappingNode, pair: FieldPair): void {
  node.fields = node.fields.filter((other) => !same(other, [pair.left, pair.right]));
  node.match = node.match.filter((match) => !same(pair, match));
}

/** Says whether a pair finds the record. A match pair is also a field pair. Works on a draft. */
export function setMatch(node: MappingNode, pair: FieldPair, match: boolean): void {
  node.match = node.match.filter((other) => !same(pair, other));
  if (!match) return;
  node.match.push([pair.left, pair.right]);
  addPair(node, pair.left, pair.right);
}

/** Sets a pair's direction; the lane's own is the default and not written down. Works on a draft. */
export function setPairDirection(node: MappingNode, index: number, direction: Direction): void {
  const pair = node.fields[index];
  if (!pair) return;
  if (direction === 'both' || direction === node.direction) delete pair.direction;
  else pair.direction = direction;
}

/** Sets the lane's direction; pairs that narrow it to the other way would go nowhere, so they follow. */
export function setLaneDirection(node: MappingNode, direction: Direction): void {
  node.direction = direction;
  if (direction === 'both') return;
  for (const pair of node.fields) {
    if (pair.direction !== undefined) delete pair.direction;
  }
}

/** The way a pair's values go. */
export function pairDirection(node: MappingNode, pair: FieldPair): Direction {
  return pair.direction ?? node.direction;
}
