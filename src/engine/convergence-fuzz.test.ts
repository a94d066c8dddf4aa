import { describe, expect, test } from 'vitest';
import { describeScenario } from '#testing/fuzz/describe-scenario.ts';
import { drawScenario } from '#testing/fuzz/draw-scenario.ts';
import { namedSeeds } from '#testing/fuzz/named-seeds.ts';
import { runScenario } from '#testing/fuzz/run-scenario.ts';

/** `npm run fuzz` runs on with other seeds. */
const seeds = Array.from({ length: 14 }, (_, place) => 1 + place);

async function expectQuiet(seed: number): Promise<void> {
  const scenario = drawScenario(seed);
  const { problems } = await runScenario(scenario);
  expect(problems, describeScenario(scenario)).toEqual([]);
}

// A run mostly waits, so that some go side by side.
describe.concurrent('[E17] [E7] two sides written at random agree at quiet, or the record waits in sight', () => {
  test.each(seeds)('seed %i', { timeout: 120_000 }, expectQuiet);
});

describe.concurrent('[E17] what failed once', () => {
  test.each(namedSeeds)('seed $seed: $found', { timeout: 120_000 }, ({ seed }) => expectQuiet(seed));
});
