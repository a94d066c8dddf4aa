import { expect, test } from 'vitest';
import { drawScenario } from '#testing/fuzz/draw-scenario.ts';
import { meetingScenario } from '#testing/fuzz/meeting-scenario.ts';
import { runScenario } from '#testing/fuzz/run-scenario.ts';

/** All that these lanes read and write goes through code that changes nothing: nothing may become of it. */
const coded = true;

test.each(['target before commit', 'target after commit', 'store after commit'] as const)(
  '[E7] [E17] an engine with code that is killed (SIGKILL) at "%s" loses nothing and doubles nothing',
  { timeout: 120_000 },
  async (point) => {
    const { problems, engines } = await runScenario(meetingScenario(point.length), {
      coded,
      kill: { point, times: 4 },
    });
    expect(problems).toEqual([]);
    expect(engines).toBeGreaterThan(1);
  },
);

test.each([11, 12])(
  '[E17] both sides agree through code, whatever is written (seed %i)',
  { timeout: 120_000 },
  async (seed) => {
    const { problems } = await runScenario(drawScenario(seed), { coded });
    expect(problems).toEqual([]);
  },
);
