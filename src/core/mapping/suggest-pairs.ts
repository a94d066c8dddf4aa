import { assign } from './assign.ts';
import { noOdds, PairScores } from './pair-scores.ts';
import type { PastDecision } from './past-decision.ts';
import type { StreamSide } from './stream-side.ts';
import type { Suggestion, Suggestions } from './suggestion.ts';

/** The matcher and its version: it changes whenever the same sides would get other suggestions. */
const matcherVersion = 'syncline-1';

const rankedUpTo = 3;

/**
 * Suggests pairs of fields of two streams, one-to-one, each with how likely it is right and why, and
 * for every left field the right ones that come next. Deterministic: the same sides get the same.
 *
 * @param past what was decided about fields of these names before
 */
export function suggestPairs(
  left: StreamSide,
  right: StreamSide,
  past: readonly PastDecision[] = [],
): Suggestions {
  const scores = new PairScores(left, right, past);
  const columns = right.fields.length;
  const worth = Float64Array.from(scores.odds, (odds) => Math.max(0, odds - noOdds));
  const assigned = assign(worth, left.fields.length, columns);
  const pairs: Suggestion[] = [];
  const ranked: Suggestions['ranked'] = [];
  left.fields.forEach((field, i) => {
    const column = assigned[i] ?? -1;
    if (column >= 0) pairs.push(scores.suggestion(i, column));
    const candidates = scores.best(i, rankedUpTo).map((j) => scores.suggestion(i, j));
    if (candidates.length > 0) ranked.push({ left: field.name, candidates });
  });
  return { matcher: matcherVersion, pairs, ranked };
}
