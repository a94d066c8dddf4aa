import { confidenceBand, defaultThresholds } from '#core/mapping/confidence-band.ts';
import type { StreamSide } from '#core/mapping/stream-side.ts';
import { suggestPairs } from '#core/mapping/suggest-pairs.ts';
import { gramsOf, sharedGrams } from '#core/mapping/trigrams.ts';

/** What a matcher says of two streams: the pairs it would make, and each left field's best right ones. */
export type Matched = {
  pairs: { left: string; right: string; confidence: number; accepted: boolean }[];
  ranked: Map<string, string[]>;
};

export type Matcher = (left: StreamSide, right: StreamSide) => Matched;

/** Ours, and the two that anybody would write first. */
export const matchers: Record<string, Matcher> = { syncline, exact, trigrams };

function syncline(left: StreamSide, right: StreamSide): Matched {
  const { pairs, ranked } = suggestPairs(left, right);
  return {
    pairs: pairs.map((pair) => ({
      left: pair.left,
      right: pair.right,
      confidence: pair.confidence,
      accepted: confidenceBand(pair.confidence, defaultThresholds) === 'accept',
    })),
    ranked: new Map(ranked.map((each) => [each.left, each.candidates.map((candidate) => candidate.right)])),
  };
}

/** The names are equal but for case and marks. */
function exact(left: StreamSide, right: StreamSide): Matched {
  return greedy(left, right, 1, (one, other) => Number(plain(one.name) === plain(other.name)));
}

/** Trigrams in common of names or labels, the best pairs first. */
function trigrams(left: StreamSide, right: StreamSide): Matched {
  const texts = ({ name, label }: StreamSide['fields'][number]) =>
    [name, label ?? ''].flatMap((text) => (text === '' ? [] : [plain(text)]));
  const grams = new Map([...left.fields, ...right.fields].map((field) => [field, texts(field).map(gramsOf)]));
  return greedy(left, right, 0.5, (one, other) => {
    const scores = (grams.get(one) ?? []).flatMap((a) =>
      (grams.get(other) ?? []).map((b) => sharedGrams(a, b)),
    );
    return Math.max(0, ...scores);
  });
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}

type Field = StreamSide['fields'][number];

function greedy(
  left: StreamSide,
  right: StreamSide,
  threshold: number,
  score: (one: Field, other: Field) => number,
): Matched {
  const scored = left.fields.flatMap((one) =>
    right.fields.map((other) => ({ left: one.name, right: other.name, confidence: score(one, other) })),
  );
  scored.sort((a, b) => b.confidence - a.confidence);
  const ranked = new Map<string, string[]>();
  const taken = new Set<string>();
  const pairs: Matched['pairs'] = [];
  for (const pair of scored) {
    if (pair.confidence === 0) break;
    const best = ranked.get(pair.left) ?? [];
    ranked.set(pair.left, [...best, pair.right].slice(0, 3));
    if (taken.has(`l ${pair.left}`) || taken.has(`r ${pair.right}`)) continue;
    taken.add(`l ${pair.left}`).add(`r ${pair.right}`);
    pairs.push({ ...pair, accepted: pair.confidence >= threshold });
  }
  return { pairs, ranked };
}
