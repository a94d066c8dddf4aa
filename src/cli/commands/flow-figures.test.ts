import { afterEach, expect, test } from 'vitest';
import { budgetBurn } from '#core/figures/budget-burn.ts';
import { FigureName } from '#core/figures/figure.ts';
import { fakeServer } from '#testing/cli/fake-server.ts';
import { runInTest } from '#testing/cli/run-in-test.ts';

let server: Awaited<ReturnType<typeof fakeServer>> | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const nothing = Object.fromEntries(FigureName.options.map((name) => [name, null]));
const values = { ...nothing, 'lag.p99': 1_840, 'changes.applied': 12_480, 'errors.share': 0.0012 };
const count = { all: 10_000, late: 30 };
const shown = {
  series: { from: 0, to: 3_600_000, stepSeconds: 60, steps: [] },
  values,
  lanes: [
    { flowId: 'f1', laneId: 'f1:a-map-b', values, errors: {} },
    { flowId: 'f1', laneId: 'f1:c-map-d', values: nothing, errors: {} },
  ],
  errors: { CAST_FAILED: 12, WRITE_FAILED: 3 },
  disagreement: { buckets: [], counts: [] },
  verify: null,
};
const burn = {
  flowId: 'f1',
  target: { withinMs: 2_000, share: 0.999, updatedBy: 'me', updatedAt: new Date() },
  burn: budgetBurn({ share: 0.999 }, { hour: count, day: count, month: count }, 1),
  lateNow: 2,
  window: null,
};

test('figures are asked for over a time, by lane and side, and told with lanes, errors and target', async () => {
  server = await fakeServer({
    'query flow.find': () => ({ id: 'f1' }),
    'query figures.show': () => shown,
    'query figures.burn': () => burn,
  });
  const { url, calls } = server;
  const asked = ['--since', '2026-01-02T03:00:00Z', '--until', '2026-01-02T04:00:00Z', '--lane', 'a-map-b'];
  const run = await runInTest(['flow', 'figures', 'Pairs', ...asked, '--side', 'left'], { url });
  expect(run.code).toBe(0);
  expect(calls.find(({ input }) => 'from' in (input as object))?.input).toEqual({
    workspace: 'main',
    id: 'f1',
    from: '2026-01-02T03:00:00.000Z',
    to: '2026-01-02T04:00:00.000Z',
    laneId: 'f1:a-map-b',
    side: 'left',
  });
  expect(run.stdout).toMatch(/FIGURE +FLOW +A-MAP-B +C-MAP-D/);
  expect(run.stdout).toMatch(/Lag, 99 % +1\.8 s +1\.8 s +–/);
  expect(run.stdout).toMatch(/Applied +12,480/);
  expect(run.stdout).not.toContain('Log held back');
  expect(run.stdout).toMatch(/CAST_FAILED +12\nWRITE_FAILED +3/);
  expect(run.stdout).toContain('Target: 99.9 % within 2.0 s. Reached: 99.70 %.');
  expect(run.stdout).toMatch(/30 days +10,000 +30 +300 % +3\.00/);
  expect(run.stdout).toContain('2 out of line for too long now. The budget is used up.');
  const json = await runInTest(['flow', 'figures', 'Pairs', '--json'], { url });
  expect(JSON.parse(json.stdout)).toMatchObject({
    values,
    errors: shown.errors,
    burn: { lateNow: 2 },
    steps: [],
  });
});
