import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Side } from '#core/change/change-event.ts';
import { type FaultPoint, faultPoints } from '#testing/faults/fault-points.ts';
import { meetingScenario } from '#testing/fuzz/meeting-scenario.ts';
import { runScenario } from '#testing/fuzz/run-scenario.ts';
import type { FuzzStep } from '#testing/fuzz/scenario.ts';
import { startCrashingPostgres } from '#testing/systems/crashing-postgres.ts';
import type { CrashingServer } from '#testing/systems/test-system.ts';
import { testDatabase } from '#testing/test-database.ts';
import { testStore } from '#testing/test-store.ts';

describe.concurrent('[E7] [E8] an engine that is killed (SIGKILL) at any seam loses nothing and doubles nothing', () => {
  /** At which time it dies there: a start passes some seams before anything is carried. */
  const times: Partial<Record<FaultPoint, number>> = {
    'target before commit': 4,
    'target after commit': 4,
    'store before commit': 5,
    'store after commit': 5,
    'log read': 2,
    'log handed on': 2,
    'before acknowledge': 2,
    'after acknowledge': 2,
  };
  test.each(faultPoints)('%s', { timeout: 120_000 }, async (point) => {
    const { problems, engines } = await runScenario(meetingScenario(point.length), {
      kill: { point, times: times[point] ?? 1 },
    });
    expect(problems).toEqual([]);
    expect(engines).toBeGreaterThan(1);
  });
});

describe.concurrent('[E7] connections that break under traffic', () => {
  const network = (side: Side, does: Extract<FuzzStep, { actor: 'network' }>['does']): FuzzStep => ({
    actor: 'network',
    side,
    does,
    wait: 15,
  });
  test.each<{ name: string; steps: FuzzStep[]; engines?: number; lost?: number }>([
    {
      name: 'cut on both sides',
      engines: 2,
      steps: [network('left', 'cut'), network('right', 'cut'), network('left', 'cut')],
    },
    {
      name: 'the answer to COMMIT is lost: it is found out what was committed',
      engines: 2,
      lost: 1,
      steps: [
        network('left', 'lose the answer to a commit'),
        network('right', 'lose the answer to a commit'),
      ],
    },
    { name: 'answers come late', steps: [network('left', 'slow'), network('right', 'slow')] },
    {
      name: 'half open: nothing passes for a while, and nobody is told',
      steps: [
        network('left', 'freeze'),
        network('right', 'freeze'),
        network('left', 'thaw'),
        network('right', 'thaw'),
      ],
    },
  ])('$name', { timeout: 120_000 }, async ({ steps, engines = 1, lost = 0 }) => {
    const outcome = await runScenario(meetingScenario(steps.length, { transactions: 40, more: steps }));
    expect(outcome.problems).toEqual([]);
    expect(outcome.engines).toBeGreaterThanOrEqual(engines);
    expect(outcome.lostAnswers).toBeGreaterThanOrEqual(lost);
  });
});

describe('[E7] [E8] a database server that is killed (SIGKILL) under traffic', () => {
  let left: CrashingServer;
  let right: CrashingServer;
  beforeAll(async () => {
    [left, right] = await Promise.all([startCrashingPostgres(), startCrashingPostgres()]);
  });
  afterAll(async () => {
    await Promise.all([left, right].map((server) => server.stop()));
  });

  test('both sides, one after the other: nothing is lost and nothing doubled', {
    timeout: 120_000,
  }, async () => {
    const databases = {
      left: await testDatabase('crash_left', undefined, left.adminUrl),
      right: await testDatabase('crash_right', undefined, right.adminUrl),
      store: await testStore('crash_store'),
    };
    const crash = (side: Side): FuzzStep => ({ actor: 'server', side, does: 'crash', wait: 30 });
    const { problems, engines } = await runScenario(
      meetingScenario(77, { transactions: 60, more: [crash('left'), crash('right')] }),
      { databases, crash: (side) => (side === 'left' ? left : right).crash() },
    );
    expect(problems).toEqual([]);
    expect(engines).toBeGreaterThan(2);
    await Promise.all(Object.values(databases).map((database) => database.close()));
  });
});
