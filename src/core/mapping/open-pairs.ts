import type { MappingNode } from '../flow/flow-graph.ts';
import { pairFields } from '../flow/pair-title.ts';
import type { Suggestion } from './suggestion.ts';

/** The suggestions between fields that a mapping neither maps, nor finds records by, nor has turned down. */
export function openPairs(node: MappingNode, pairs: readonly Suggestion[]): Suggestion[] {
  const taken = (side: 'left' | 'right') =>
    new Set([
      ...node.fields.flatMap((pair) => pairFields(pair, side)),
      ...node.match.map(([left, right]) => (side === 'left' ? left : right)),
    ]);
  const [left, right] = [taken('left'), taken('right')];
  const rejected = new Set(node.rejected?.map((pair) => JSON.stringify([pair.left, pair.right])));
  return pairs.filter(
    (pair) =>
      !left.has(pair.left) &&
      !right.has(pair.right) &&
      !rejected.has(JSON.stringify([pair.left, pair.right])),
  );
}
