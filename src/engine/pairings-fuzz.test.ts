import { describe, expect, test } from 'vitest';
import { describeScenario } from '#testing/fuzz/describe-scenario.ts';
import { drawScenario } from '#testing/fuzz/draw-scenario.ts';
import { postgresPair } from '#testing/fuzz/pair.ts';
import { runScenario } from '#testing/fuzz/run-scenario.ts';
import { allPairs, nameOf } from '#testing/systems/test-systems.ts';

/** Two each; `npm run fuzz` runs on with other seeds. PostgreSQL with itself has a test of its own. */
const cases = allPairs
  .map((pair, place) => ({ pair, name: nameOf(pair), place }))
  .filter(({ name }) => name !== nameOf(postgresPair))
  .flatMap((each) => [0, 1].map((turn) => ({ ...each, seed: 1_000_100 + each.place * 2 + turn })));

// A run mostly waits, so that some go side by side.
describe.concurrent('[E17] [E7] two sides of any kind written at random agree at quiet, or the record waits in sight', () => {
  test.each(cases)('$name, seed $seed', { timeout: 180_000 }, async ({ pair, seed }) => {
    const scenario = drawScenario(seed, pair);
    const { problems } = await runScenario(scenario);
    expect(problems, describeScenario(scenario)).toEqual([]);
  });
});
