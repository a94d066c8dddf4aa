import type { MappingNode } from '#core/flow/flow-graph.ts';
import { confidenceBand } from '#core/mapping/confidence-band.ts';
import type { Suggestion } from '#core/mapping/suggestion.ts';
import type { FieldSuggestions } from '../node-environment.client.tsx';
import type { MappingSides } from './mapping-sides.ts';
import { openSuggestions } from './open-suggestions.ts';
import { pairCast } from './pair-cast.ts';

/**
 * The suggestions that a mapping takes by itself: sure enough by the workspace's threshold, and nothing is
 * lost on either way. Two keys are left to a person, since unrelated systems number alike.
 */
export function automaticPairs(
  node: MappingNode,
  sides: MappingSides,
  suggestions: FieldSuggestions,
): Suggestion[] {
  return openSuggestions(node, sides, suggestions).flatMap(({ suggestion, left, right }) => {
    const keys = sides.left.schema?.key.includes(left.name) && sides.right.schema?.key.includes(right.name);
    const cast = pairCast(left, right, node.direction);
    const sure = confidenceBand(suggestion.confidence, suggestions.thresholds) === 'accept';
    return sure && !keys && 'kind' in cast && cast.kind !== 'lossy' ? [suggestion] : [];
  });
}

/** Has nobody decided anything in this mapping yet, but for what finds the record? */
export function isUntouched(node: MappingNode): boolean {
  const finding = node.link?.by ?? node.match;
  const others = node.fields.filter(
    ({ left, right }) => !finding.some(([a, b]) => a === left && b === right),
  );
  return others.length === 0 && (node.rejected ?? []).length === 0;
}
