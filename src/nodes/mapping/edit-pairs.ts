import type { Direction, FieldPair, MappingNode } from '#core/flow/flow-graph.ts';
import type { StreamSchema } from '#core/values/stream-schema.ts';

/** One line of the mapping: a field pair, and whether it finds the record. */
export type PairLine = {
  /** Index into `fields`; -1 where the pair stands in `match` alone. */
  index: number;
  pair: FieldPair;
  /** It finds the record: always, or where records are linked, at their first meeting. */
  match: boolean;
};

const same = (pair: FieldPair, [left, right]: readonly [string, string]) =>
  pair.left === left && pair.right === right;

/** Every pair of the mapping in its order; pairs that stand in `match` alone come first. */
export function pairLines(node: MappingNode): PairLine[] {
  const finding = node.link?.by ?? node.match;
  const alone = node.match.filter((match) => !node.fields.some((pair) => same(pair, match)));
  return [
    ...alone.map(([left, right]) => ({ index: -1, pair: { left, right }, match: true })),
    ...node.fields.map((pair, index) => ({
      index,
      pair,
      match: finding.some((match) => same(pair, match)),
    })),
  ];
}

/** Adds a pair, where it is not there yet. Works on a draft. */
export function addPair(node: MappingNode, left: string, right: string, direction?: Direction): void {
  if (node.fields.some((pair) => same(pair, [left, right]))) return;
  const narrowed = direction !== undefined && direction !== node.direction ? { direction } : {};
  node.fields.push({ left, right, ...narrowed });
}

/** Removes a pair, also from what finds the record. Works on a draft. */
export function removePair(node: MappingNode, pair: FieldPair): void {
  node.fields = node.fields.filter((other) => !same(other, [pair.left, pair.right]));
  setMatch(node, pair, false);
}

/**
 * Says whether a pair finds the record; where records are linked, whether they find each other by it
 * when they first meet. Such a pair is also a field pair. Works on a draft.
 */
export function setMatch(node: MappingNode, pair: FieldPair, match: boolean): void {
  const others = (node.link?.by ?? node.match).filter((other) => !same(pair, other));
  const finding = match ? [...others, [pair.left, pair.right] satisfies [string, string]] : others;
  if (node.link) node.link.by = finding;
  else node.match = finding;
  if (match) addPair(node, pair.left, pair.right);
}

/**
 * Lets each side make its own keys: they are no pair any more, and what else found the record is what
 * records meet by. Works on a draft.
 */
export function setLink(node: MappingNode, keys: { left: string; right: string }): void {
  const isKey = (left: string, right: string) => left === keys.left || right === keys.right;
  node.link = { by: node.match.filter(([left, right]) => !isKey(left, right)) };
  node.match = [];
  node.fields = node.fields.filter((pair) => !(pair.left === keys.left && pair.right === keys.right));
}

/** The records of both sides share a key again; which one is to be said. Works on a draft. */
export function removeLink(node: MappingNode): void {
  delete node.link;
}

/**
 * The keys that links could tie: a single field on each side that its system fills in by itself, as far
 * as the direction writes there. Null where there are none.
 */
export function linkableKeys(
  left: StreamSchema,
  right: StreamSchema,
  direction: Direction,
): { left: string; right: string } | null {
  const keyOf = ({ key, fields }: StreamSchema, written: boolean) => {
    const field = key.length === 1 ? fields.find(({ name }) => name === key[0]) : undefined;
    return field && (field.hasDefault || !written) ? field.name : null;
  };
  const keys = {
    left: keyOf(left, direction !== 'forward'),
    right: keyOf(right, direction !== 'backward'),
  };
  return keys.left !== null && keys.right !== null ? { left: keys.left, right: keys.right } : null;
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
