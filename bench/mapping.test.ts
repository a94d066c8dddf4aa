import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { suggestStreams } from '#core/mapping/suggest-streams.ts';
import { matchers } from './mapping-matchers.ts';
import { type MappingPair, readMappingPairs } from './mapping-pairs.ts';
import { scoreMapping } from './mapping-score.ts';

const side = (name: string, ...fields: string[]) => ({
  name,
  fields: fields.map((each) => ({ name: each })),
});

test('what is right, against the truth, and unspoken of is counted over the streams that were suggested', () => {
  const pair: MappingPair = {
    name: 'x',
    left: [side('person', 'email', 'zip', 'shoe')],
    right: [side('people', 'mail', 'postal_code', 'shoe', 'code')],
    truth: [
      { left: ['person', 'email'], right: ['people', 'mail'] },
      { left: ['person', 'zip'], right: ['people', 'code'] },
    ],
  };
  const found = scoreMapping(pair, suggestStreams(pair.left, pair.right), () => ({
    pairs: [
      { left: 'email', right: 'mail', confidence: 0.9, accepted: true },
      { left: 'zip', right: 'postal_code', confidence: 0.9, accepted: true },
      { left: 'shoe', right: 'shoe', confidence: 1, accepted: true },
    ],
    ranked: new Map([
      ['email', ['mail']],
      ['zip', ['postal_code', 'code']],
    ]),
  }));
  expect(found).toMatchObject({
    truth: 2,
    first: 1,
    firstThree: 2,
    accepted: { pairs: 3, right: 1, precision: 0.5, recall: 0.5, f1: 0.5 },
    contradicting: ['person.zip ⇄ people.postal_code (0.90)'],
    unspoken: ['person.shoe ⇄ people.shoe (1.00)'],
  });
});

/** Sums over a folder of our own schemas. Nothing was tuned with those of `held-out`. */
async function figures(folder: string, matcher: string) {
  const pairs = await readMappingPairs(join(import.meta.dirname, 'fixtures', folder));
  const scores = pairs.map((pair) => {
    const streams = suggestStreams(pair.left, pair.right);
    const partners = new Map(pair.truth.map(({ left, right }) => [left[0], right[0]]));
    expect(Object.fromEntries(streams.map(({ left, right }) => [left, right]))).toEqual(
      Object.fromEntries(partners),
    );
    return scoreMapping(pair, streams, matchers[matcher] as (typeof matchers)[string]);
  });
  const sum = (of: (score: (typeof scores)[number]) => number) =>
    scores.reduce((all, score) => all + of(score), 0);
  const truth = sum((score) => score.truth);
  return {
    first: sum((score) => score.first) / truth,
    firstThree: sum((score) => score.firstThree) / truth,
    recall: sum((score) => score.accepted.right) / truth,
    contradicting: sum((score) => score.contradicting.length) / sum((score) => score.accepted.pairs),
  };
}

describe('the matcher does not get worse', () => {
  test('on the schemas that it was tuned with', async () => {
    const found = await figures('mapping-tuned', 'syncline');
    expect(found.first).toBeGreaterThan(0.9);
    expect(found.firstThree).toBeGreaterThan(0.93);
    expect(found.recall).toBeGreaterThan(0.79);
    expect(found.contradicting).toBeLessThan(0.015);
  });

  test('on others, where it finds far more than trigrams do', async () => {
    const found = await figures('mapping-held-out', 'syncline');
    const trigrams = await figures('mapping-held-out', 'trigrams');
    expect(found.first).toBeGreaterThan(0.74);
    expect(found.first - trigrams.first).toBeGreaterThan(0.25);
    expect(found.recall).toBeGreaterThan(0.58);
    expect(found.contradicting).toBeLessThan(0.03);
  });
});
