import type { Scenario } from './scenario.ts';

/**
 * Leaves out steps for as long as the scenario still fails: first halves, then smaller parts. What depends
 * on the clock may pass by chance, so that the result fails, but need not be the smallest.
 *
 * @param fails runs a scenario; called at most `tries` times.
 */
export async function shrinkScenario(
  scenario: Scenario,
  fails: (candidate: Scenario) => Promise<boolean>,
  tries: number,
): Promise<Scenario> {
  let smallest = scenario;
  let left = tries;
  for (let size = scenario.steps.length >> 1; size >= 1 && left > 0; size >>= 1) {
    for (let from = 0; from < smallest.steps.length && left > 0; ) {
      const steps = smallest.steps.toSpliced(from, size);
      left -= 1;
      if (await fails({ ...smallest, steps })) smallest = { ...smallest, steps };
      else from += size;
    }
  }
  return smallest;
}
