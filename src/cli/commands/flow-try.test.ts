import { afterEach, expect, test } from 'vitest';
import type { TrialReport } from '#core/trial/trial-report.ts';
import { fakeServer } from '#testing/cli/fake-server.ts';
import { runInTest } from '#testing/cli/run-in-test.ts';

let server: Awaited<ReturnType<typeof fakeServer>> | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

function report(values: number): TrialReport {
  const outcome = { status: 'applied', code: null, detail: '' } as const;
  const lane = { laneId: 'f1:a-m-b', title: 'contacts and people', same: 3, values, outcome: 0, untried: 1 };
  return {
    ...{
      from: 0,
      to: 1,
      since: values > 0 ? 1 : null,
      tried: 4 + values,
      missing: [{ laneId: 'f1:gone', changes: 2 }],
    },
    lanes: [
      {
        ...{ ...lane, shifts: [], reasons: [{ why: 'It concerns no single record.', count: 1 }] },
        fields: values > 0 ? [{ side: 'right', name: 'whole', differ: values, unknown: 0 }] : [],
      },
    ],
    samples:
      values > 0
        ? [
            {
              ...{ laneId: lane.laneId, recordKey: '["7"]', side: 'left', op: 'update', commitTime: 1 },
              ...{ verdict: 'values', was: outcome, would: outcome },
              fields: [{ name: 'whole', was: null, would: '12' }],
            },
          ]
        : [],
  };
}

async function run(argv: string[], result: TrialReport) {
  server = await fakeServer({
    'query flow.find': () => ({ id: 'f1' }),
    'mutation operation.startTrial': () => ({ id: 'o1' }),
    'query operation.get': () => ({
      id: 'o1',
      kind: 'trial',
      state: 'done',
      progress: null,
      error: null,
      result,
    }),
  });
  const ran = await runInTest(argv, { url: server.url });
  return { ...ran, asked: server.calls.find(({ path }) => path === 'operation.startTrial')?.input };
}

test('flow try looks back over a day, and exits 3 where changes would go another way', async () => {
  const { code, stdout, asked } = await run(['flow', 'try', 'Pairs'], report(2));
  expect(code).toBe(3);
  expect(asked).toMatchObject({ flowId: 'f1', span: { kind: 'past', seconds: 86_400 } });
  for (const text of [
    '6 changes tried',
    'other values of whole',
    'whole: ∅ → 12',
    '2 changes of f1:gone',
    'The ledger begins at',
  ]) {
    expect(stdout).toContain(text);
  }
});

test('flow try beside the live version exits 0 where nothing would differ', async () => {
  const { code, asked } = await run(['flow', 'try', 'Pairs', '--beside', '10m'], report(0));
  expect(code).toBe(0);
  expect(asked).toMatchObject({ span: { kind: 'beside', seconds: 600 } });
});

test('flow try refuses two spans, and times that are none', async () => {
  expect((await run(['flow', 'try', 'Pairs', '--past', '1h', '--beside', '1h'], report(0))).code).toBe(1);
  await server?.close();
  expect((await run(['flow', 'try', 'Pairs', '--past', 'soon'], report(0))).code).toBe(2);
});
