import { suggestStreams } from '#core/mapping/suggest-streams.ts';
import type { BenchOptions } from './bench-options.ts';
import type { BenchResult } from './bench-result.ts';
import { matchers } from './mapping-matchers.ts';
import { type MappingPair, readMappingPairs } from './mapping-pairs.ts';
import { type MappingScore, scoreMapping } from './mapping-score.ts';

/** What is to be reached on the pairs for which that was set. */
const targets: Record<string, Record<string, number>> = {
  'hubspot-salesforce': { 'recall@1': 0.92, 'recall@3': 0.97, 'accepted.f1': 0.82, contradicting: 0.03 },
};

/**
 * Automatic mapping against known matches, by names and labels alone: each stream with the stream that
 * we suggest for it, and our matcher beside equal names and trigrams.
 */
export async function mapping(options: BenchOptions): Promise<BenchResult[]> {
  if (options.pairs === null)
    throw new Error('Say where the pairs are: npm run bench -- mapping --pairs DIR');
  const pairs = await readMappingPairs(options.pairs);
  return pairs.flatMap((pair) =>
    Object.entries(matchers).flatMap(([name, matcher]) => {
      const startedAt = performance.now();
      const score = scoreMapping(pair, suggestStreams(pair.left, pair.right), matcher);
      const ms = Math.round(performance.now() - startedAt);
      if (name === 'syncline') printToJudge(pair, score);
      return resultsOf(pair, name, score, ms);
    }),
  );
}

function resultsOf(pair: MappingPair, matcher: string, score: MappingScore, ms: number): BenchResult[] {
  const { truth, accepted, all } = score;
  const figures: Record<string, number> = {
    'recall@1': score.first / truth,
    'recall@3': score.firstThree / truth,
    'accepted.precision': accepted.precision,
    'accepted.recall': accepted.recall,
    'accepted.f1': accepted.f1,
    contradicting: score.contradicting.length / Math.max(1, score.accepted.pairs),
    'all.precision': all.precision,
    'all.recall': all.recall,
    'all.f1': all.f1,
  };
  const detail = {
    fields: `${count(pair.left)} × ${count(pair.right)}`,
    'true pairs': truth,
    accepted: accepted.pairs,
    right: accepted.right,
    contradicting: score.contradicting.length,
    unspoken: score.unspoken.length,
    ms,
  };
  const compared = ['recall@1', 'recall@3', 'accepted.f1', 'contradicting', 'all.f1'];
  const shown = Object.entries(figures).filter(
    ([figure]) => matcher === 'syncline' || compared.includes(figure),
  );
  return shown.map(([figure, value]) => {
    const target = matcher === 'syncline' ? (targets[pair.name]?.[figure] ?? null) : null;
    const met = target === null ? null : figure === 'contradicting' ? value <= target : value >= target;
    return { name: `mapping.${pair.name}.${figure}/${matcher}`, value, unit: 'share', target, met, detail };
  });
}

/** What only a person can say: accepted pairs against the truth, and those that it does not speak of. */
function printToJudge({ name }: MappingPair, { contradicting, unspoken }: MappingScore): void {
  for (const line of contradicting) console.error(`${name}: against the truth: ${line}`);
  for (const line of unspoken) console.error(`${name}: to be judged: ${line}`);
}

function count(sides: MappingPair['left']): number {
  return sides.reduce((sum, { fields }) => sum + fields.length, 0);
}
