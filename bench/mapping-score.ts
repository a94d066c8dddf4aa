import type { StreamSuggestion } from '#core/mapping/suggest-streams.ts';
import type { Matcher } from './mapping-matchers.ts';
import type { MappingPair } from './mapping-pairs.ts';

/** How the pairs of a matcher compare with the truth, over the fields that it speaks of. */
export type Quality = { pairs: number; right: number; precision: number; recall: number; f1: number };

export type MappingScore = {
  truth: number;
  /** True pairs whose right field comes first, and among the first three, for their left one. */
  first: number;
  firstThree: number;
  /** The pairs that would be accepted by themselves, and all of them. */
  accepted: Quality;
  all: Quality;
  /** Accepted pairs with a field that the truth pairs with another. */
  contradicting: string[];
  /** Accepted pairs of whose fields the truth says nothing. */
  unspoken: string[];
};

/** Compares what a matcher says of the streams that were suggested to belong together with the truth. */
export function scoreMapping(
  { left, right, truth }: MappingPair,
  streams: readonly StreamSuggestion[],
  matcher: Matcher,
): MappingScore {
  const place = (stream: string, field: string) => `${stream}.${field}`;
  const partner = new Map(truth.map((each) => [place(...each.left), place(...each.right)]));
  const spoken = new Set([...partner.keys()].map((each) => `left ${each}`));
  for (const each of partner.values()) spoken.add(`right ${each}`);
  const ranked = new Map<string, string[]>();
  const pairs = streams.flatMap((suggestion) => {
    const one = left.find(({ name }) => name === suggestion.left);
    const other = right.find(({ name }) => name === suggestion.right);
    if (!one || !other) return [];
    const matched = matcher(one, other);
    for (const [field, best] of matched.ranked) {
      ranked.set(
        place(one.name, field),
        best.map((each) => place(other.name, each)),
      );
    }
    return matched.pairs.map((pair) => ({
      ...pair,
      left: place(one.name, pair.left),
      right: place(other.name, pair.right),
    }));
  });
  const rankOf = ([from, to]: [string, string]) => ranked.get(from)?.indexOf(to) ?? -1;
  const ranks = [...partner].map(rankOf);
  const isRight = (pair: { left: string; right: string }) => partner.get(pair.left) === pair.right;
  const isSpoken = (pair: { left: string; right: string }) =>
    spoken.has(`left ${pair.left}`) || spoken.has(`right ${pair.right}`);
  const accepted = pairs.filter((pair) => pair.accepted);
  const quality = (some: typeof pairs): Quality => {
    const right = some.filter(isRight).length;
    const precision = right / Math.max(1, some.filter(isSpoken).length);
    const recall = right / Math.max(1, partner.size);
    const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
    return { pairs: some.length, right, precision, recall, f1 };
  };
  const shown = (pair: (typeof pairs)[number]) =>
    `${pair.left} ⇄ ${pair.right} (${pair.confidence.toFixed(2)})`;
  return {
    truth: partner.size,
    first: ranks.filter((rank) => rank === 0).length,
    firstThree: ranks.filter((rank) => rank >= 0 && rank < 3).length,
    accepted: quality(accepted),
    all: quality(pairs),
    contradicting: accepted.filter((pair) => isSpoken(pair) && !isRight(pair)).map(shown),
    unspoken: accepted.filter((pair) => !isSpoken(pair)).map(shown),
  };
}
