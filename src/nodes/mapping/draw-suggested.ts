import type { MappingNode } from '#core/flow/flow-graph.ts';
import { openPairs } from '#core/mapping/open-pairs.ts';
import type { Suggestions } from '#core/mapping/suggestion.ts';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import { addPair, linkableKeys, setLink, setMatch } from './edit-pairs.ts';
import { pairCast } from './pair-cast.ts';

/**
 * Takes the suggestions that are sure enough into a mapping, the ways that their types allow. Key against
 * key becomes the match where both are called the same: unrelated systems number alike, under whatever
 * names. Others that each system makes by itself are linked: records meet by what is unique on both sides.
 * What is mapped or was turned down stays so. Works on a draft.
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
  const isKey = (pair: { left: string; right: string }) =>
    left.key.includes(pair.left) && right.key.includes(pair.right);
  const own = linkableKeys(left, right, node.direction);
  const before = node.fields.length;
  for (const { left: one, right: other, confidence, reason } of openPairs(node, pairs)) {
    const pair = { left: one, right: other };
    if (confidence < accept) continue;
    if (isKey(pair) && (node.link || !sameName(one, other))) continue;
    const a = left.fields.find((field) => field.name === one);
    const b = right.fields.find((field) => field.name === other);
    const cast = a && b ? pairCast(a, b, node.direction) : null;
    // What would lose values on the way is for a person to say.
    if (!cast || 'refused' in cast || cast.kind === 'lossy') continue;
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
