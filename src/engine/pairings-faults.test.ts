import { afterAll, describe, expect, test } from 'vitest';
import type { Side } from '#core/change/change-event.ts';
import { type FaultPoint, faultPoints } from '#testing/faults/fault-points.ts';
import { meetingScenario } from '#testing/fuzz/meeting-scenario.ts';
import { type Pair, postgresPair } from '#testing/fuzz/pair.ts';
import { runScenario } from '#testing/fuzz/run-scenario.ts';
import type { FuzzStep } from '#testing/fuzz/scenario.ts';
import type { CrashingServer, TestSystem } from '#testing/systems/test-system.ts';
import { allPairs, nameOf, testSystems } from '#testing/systems/test-systems.ts';
import { testStore } from '#testing/test-store.ts';

/*
 * PostgreSQL with itself is held to every fault in `convergence-faults.test.ts`. Here every seam is met by each
 * system as left and as right, though not by each pair.
 */
const pairs = allPairs.filter((pair) => nameOf(pair) !== nameOf(postgresPair));

describe('[E7] [E8] an engine that is killed (SIGKILL) at a seam loses nothing and doubles nothing', () => {
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
  const cases = faultPoints.map((point, place) => {
    const pair = pairs[place % pairs.length] as Pair;
    return { point, pair, name: nameOf(pair) };
  });
  test.each(cases)('$name: $point', { timeout: 180_000 }, async ({ point, pair }) => {
    const { problems, engines } = await runScenario(meetingScenario(point.length, { pair }), {
      kill: { point, times: times[point] ?? 1 },
    });
    expect(problems).toEqual([]);
    expect(engines).toBeGreaterThan(1);
  });
});

describe('[E7] connections that break under traffic', () => {
  const disturbed = (side: Side): FuzzStep[] =>
    (['cut', 'lose the answer to a commit', 'slow', 'cut', 'quick', 'freeze', 'thaw'] as const).map(
      (does) => ({
        actor: 'network',
        side,
        does,
        wait: 15,
      }),
    );
  const cases = pairs
    .filter(({ left, right }) => left.startServer && right.startServer)
    .map((pair) => ({ pair, name: nameOf(pair) }));
  test.each(cases)('$name', { timeout: 180_000 }, async ({ pair }) => {
    const more = [...disturbed('left'), ...disturbed('right')];
    const outcome = await runScenario(meetingScenario(4, { transactions: 60, more, pair }));
    expect(outcome.problems).toEqual([]);
    expect(outcome.engines).toBeGreaterThan(2);
    expect(outcome.lostAnswers).toBeGreaterThan(0);
  });
});

describe('[E7] [E8] a database server that is killed (SIGKILL) under traffic', () => {
  const servers: CrashingServer[] = [];
  afterAll(() => Promise.all(servers.map((server) => server.stop())));

  const cases = testSystems
    .filter((system) => system.startServer && system !== postgresPair.left)
    .flatMap((system) => [
      {
        name: `${system.id} on the left`,
        pair: { left: system, right: postgresPair.right },
        side: 'left' as const,
      },
      {
        name: `${system.id} on the right`,
        pair: { left: postgresPair.left, right: system },
        side: 'right' as const,
      },
    ]);
  test.each(cases)(
    '$name, twice: nothing is lost and nothing doubled',
    { timeout: 180_000 },
    async ({ pair, side }) => {
      const own = await serverOf(pair[side]);
      const databases = {
        left: await pair.left.database('crash_left', side === 'left' ? own.adminUrl : undefined),
        right: await pair.right.database('crash_right', side === 'right' ? own.adminUrl : undefined),
        store: await testStore('crash_store'),
      };
      const crash: FuzzStep = { actor: 'server', side, does: 'crash', wait: 30 };
      const { problems, engines } = await runScenario(
        meetingScenario(77, { transactions: 60, more: [crash, crash], pair }),
        { databases, crash: () => own.crash() },
      );
      expect(problems).toEqual([]);
      expect(engines).toBeGreaterThan(2);
      await Promise.all(Object.values(databases).map((database) => database.close()));
    },
  );

  async function serverOf(system: TestSystem): Promise<CrashingServer> {
    if (!system.startServer) throw new TypeError('only a server can be killed');
    const server = await system.startServer();
    servers.push(server);
    return server;
  }
});
