import type { MappingNode } from '#core/flow/flow-graph.ts';
import type { Suggestions } from '#core/mapping/suggestion.ts';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import { addPair, linkableKeys, setLink, setMatch } from './edit-pairs.ts';
import { pairCast } from './pair-cast.ts';

/**
 * Takes the suggestions that are sure enough into a mapping, the ways that their types allow. Key against
 * key becomes the match; keys that each system makes by itself and that are not called the same are linked:
 * records meet by what is unique on both sides. What is mapped or was turned down stays so. Works on a draft.
 *
 * @param accept from which confidence a suggestion is taken
 * @returns how many pairs were taken
 */
export function drawSuggested(
  node: MappingNode,
  left: StreamSchema,
  right: StreamSchema,
  { pairs, matcher }: Pick<Suggestions, 'pairs' | 'matcher'>,
  accept: number,
): number {
  const taken = { left: new Set<string>(), right: new Set<string>() };
  for (const pair of [...node.fields, ...node.match.map(([one, other]) => ({ left: one, right: other }))]) {
    taken.left.add(pair.left);
    taken.right.add(pair.right);
  }
  const rejected = new Set(node.rejected?.map((pair) => JSON.stringify([pair.left, pair.right])));
  const isKey = (pair: { left: string; right: string }) =>
    left.key.includes(pair.left) && right.key.includes(pair.right);
  const own = linkableKeys(left, right, node.direction);
  const before = node.fields.length;
  for (const { left: one, right: other, confidence, reason } of pairs) {
    const pair = { left: one, right: other };
    if (confidence < accept || taken.left.has(one) || taken.right.has(other)) continue;
    if (rejected.has(JSON.stringify([one, other]))) continue;
    if (isKey(pair) && (node.link || (own && !sameName(one, other)))) continue;
    const a = left.fields.find((field) => field.name === one);
    const b = right.fields.find((field) => field.name === other);
    const cast = a && b ? pairCast(a, b, node.direction) : null;
    if (!cast || 'refused' in cast) continue;
    addPair(node, one, other, cast.direction);
    const added = node.fields.at(-1);
    if (added) {
      added.decision = { kind: 'automatic', confidence, reason: reason.slice(0, 1000), matcher };
    }
    if (isKey(pair)) setMatch(node, pair, true);
  }
  // A mapping that somebody has begun finds its records as they have said, or will say.
  if (own && before === 0 && !node.link && node.match.length === 0) {
    setLink(node, own);
    const unique = ({ uniques }: StreamSchema, name: string) => uniques.some((set) => set.join() === name);
    const meeting = node.fields.find((pair) => unique(left, pair.left) && unique(right, pair.right));
    if (meeting) setMatch(node, meeting, true);
  }
  return node.fields.length - before;
}

/** But for case and marks. */
function sameName(one: string, other: string): boolean {
  const plain = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  return plain(one) === plain(other);
}
