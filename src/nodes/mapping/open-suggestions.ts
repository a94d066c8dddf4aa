import type { MappingNode } from '#core/flow/flow-graph.ts';
import { pairFields } from '#core/flow/pair-title.ts';
import { confidenceBand } from '#core/mapping/confidence-band.ts';
import type { Suggestion } from '#core/mapping/suggestion.ts';
import type { Field } from '#core/values/stream-schema.ts';
import type { FieldSuggestions } from '../node-environment.client.tsx';
import { pairLines } from './edit-pairs.ts';
import type { MappingSides } from './mapping-sides.ts';
import { ownKeyOf } from './own-key.ts';
import { pairCast } from './pair-cast.ts';

/** A suggestion that nothing stands against, with its fields. */
export type OpenSuggestion = {
  suggestion: Suggestion;
  left: Field;
  right: Field;
  /** Other right fields that are free for the left one, the likeliest first. */
  others: readonly Suggestion[];
};

/**
 * The suggestions that wait for a decision: likely enough, between free fields that a cast joins, and not
 * turned down before. Where the best one of a field is out, the next one takes its place.
 */
export function openSuggestions(
  node: MappingNode,
  sides: MappingSides,
  suggestions: FieldSuggestions | null,
): OpenSuggestion[] {
  if (!suggestions) return [];
  const lines = pairLines(node);
  const taken = {
    left: new Set(lines.flatMap(({ pair }) => pairFields(pair, 'left'))),
    right: new Set(lines.flatMap(({ pair }) => pairFields(pair, 'right'))),
  };
  const rejected = new Set(node.rejected?.map(({ left, right }) => `${left}\n${right}`));
  const ownKeys = [ownKeyOf(node, sides, 'left'), ownKeyOf(node, sides, 'right')];
  const possible = ({ left, right }: Suggestion) => {
    if (taken.left.has(left) || taken.right.has(right) || rejected.has(`${left}\n${right}`)) return false;
    // Keys that each side makes for itself are no pair, whatever they are called.
    if (left === ownKeys[0] && right === ownKeys[1]) return false;
    const a = sides.left.fields.get(left);
    const b = sides.right.fields.get(right);
    return a !== undefined && b !== undefined && !('refused' in pairCast(a, b, node.direction));
  };
  const likely = (each: Suggestion) =>
    possible(each) && confidenceBand(each.confidence, suggestions.thresholds) !== 'leave';
  const candidates = new Map(suggestions.ranked.map((each) => [each.left, each.candidates.filter(possible)]));
  const chosen = suggestions.pairs.filter(likely);
  const used = {
    left: new Set(chosen.map(({ left }) => left)),
    right: new Set(chosen.map(({ right }) => right)),
  };
  const seconds = suggestions.ranked.flatMap(({ left }) => {
    if (used.left.has(left)) return [];
    const next = candidates.get(left)?.find((each) => likely(each) && !used.right.has(each.right));
    if (next) used.right.add(next.right);
    return next ?? [];
  });
  const order = new Map([...sides.left.fields.keys()].map((name, index) => [name, index]));
  const place = ({ left }: Suggestion) => order.get(left) ?? 0;
  return [...chosen, ...seconds]
    .toSorted((a, b) => place(a) - place(b))
    .flatMap((suggestion) => {
      const left = sides.left.fields.get(suggestion.left);
      const right = sides.right.fields.get(suggestion.right);
      if (!left || !right) return [];
      const others = (candidates.get(suggestion.left) ?? []).filter(
        (each) => each.right !== suggestion.right,
      );
      return [{ suggestion, left, right, others }];
    });
}
