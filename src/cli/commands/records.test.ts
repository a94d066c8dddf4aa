import { afterEach, expect, test } from 'vitest';
import { fakeServer } from '#testing/cli/fake-server.ts';
import { runInTest } from '#testing/cli/run-in-test.ts';

let server: Awaited<ReturnType<typeof fakeServer>> | undefined;
const serve = async (answers: Parameters<typeof fakeServer>[0]) => {
  server = await fakeServer({ 'query flow.find': () => ({ id: 'f1' }), ...answers });
  return server;
};
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const entry = (seq: number) => ({
  seq: String(seq),
  laneId: 'f1:a-map-b',
  flowId: 'f1',
  side: 'left',
  op: 'update',
  status: 'failed',
  code: 'CAST_FAILED',
  detail: '"abc" is no number',
  recordKey: '["42"]',
  commitTime: 1_760_000_000_000_000,
  before: { phone: '1' },
  after: { phone: null },
  changed: ['phone'],
  conflict: null,
});

test('list narrows by every filter of the page', async () => {
  const { url, calls } = await serve({ 'query record.list': () => ({ entries: [entry(1)], next: null }) });
  const run = await runInTest(
    [
      ...['records', 'list', '--flow', 'Pairs', '--status', 'failed,parked', '--status', 'held'],
      ...['--code', 'CAST_FAILED', '--side', 'left', '--op', 'update', '--text', 'ana', '--record', '42'],
      ...['--since', '2026-01-02T03:04:05Z', '--until', '2026-01-03T00:00:00Z'],
    ],
    { url },
  );
  expect(run.code).toBe(0);
  expect(calls.at(-1)?.input).toEqual({
    workspace: 'main',
    filter: {
      flowId: 'f1',
      status: ['failed', 'parked', 'held'],
      code: ['CAST_FAILED'],
      side: 'left',
      op: ['update'],
      text: 'ana',
      recordKey: '["42"]',
      from: '2026-01-02T03:04:05.000Z',
      to: '2026-01-03T00:00:00.000Z',
    },
    limit: 50,
  });
  expect(run.stdout).toMatch(/failed +→ update +42 +phone +CAST_FAILED: "abc" is no number/);
});

test('list goes through as many pages as it needs and says when there is more', async () => {
  const total = 450;
  const { url, calls } = await serve({
    'query record.list': ({ cursor, limit }) => {
      const from = Number(cursor ?? 0);
      const count = Math.min(Number(limit), total - from);
      const next = from + count < total ? String(from + count) : null;
      return { entries: Array.from({ length: count }, (_, index) => entry(from + index)), next };
    },
  });
  const some = await runInTest(['records', 'list', '--limit', '250', '--json'], { url });
  const parsed = some.json() as { entries: { seq: string }[]; more: boolean };
  expect(parsed.entries.map((item) => Number(item.seq))).toEqual([...Array(250).keys()]);
  expect(parsed.more).toBe(true);

  const all = await runInTest(['records', 'list', '--all', '--json'], { url });
  expect(all.json()).toMatchObject({ more: false, entries: { length: total } });
  expect(calls.filter((call) => call.path === 'record.list')).toHaveLength(5);
});

test('show gives both sides and the journey, with the record named as people do', async () => {
  const { url, calls } = await serve({
    'query record.list': () => ({ entries: [entry(1)], next: null }),
    'query record.journey': ({ cursor }) => ({
      entries: [{ ...entry(cursor ? 1 : 2), happenedAt: 1 }],
      total: 2,
      pending: { state: 'parked', code: 'CAST_FAILED', detail: '"abc" is no number' },
      left: { id: '42', phone: null },
      right: null,
    }),
  });
  const run = await runInTest(['records', 'show', 'Pairs', '42'], { url });
  expect(run.code).toBe(0);
  expect(calls.at(-1)?.input).toEqual({
    workspace: 'main',
    flowId: 'f1',
    laneId: 'f1:a-map-b',
    recordKey: '["42"]',
    ...{ limit: 1_000, cursor: 1 },
  });
  expect(run.stdout).toContain('42  in a-map-b');
  expect(run.stdout).toContain('parked  CAST_FAILED');
  expect(run.stdout).toContain('right: no such record');
  expect(run.stdout).toMatch(/phone +1 +∅/);
});

test('show takes a key of several parts as JSON, and exits 1 for a record never seen', async () => {
  const { url, calls } = await serve({ 'query record.list': () => ({ entries: [], next: null }) });
  const run = await runInTest(['records', 'show', 'Pairs', '["42", "de"]'], { url });
  expect(run.code).toBe(1);
  expect(run.stderr).toContain('NOT_FOUND  "Pairs" has seen no record 42, de.');
  expect(calls.at(-1)?.input).toMatchObject({ filter: { recordKey: '["42","de"]' } });
});

test('show --as-of tells both sides at a moment, and what is unknown', async () => {
  const { url, calls } = await serve({
    'query record.list': () => ({ entries: [entry(1)], next: null }),
    'query record.asOf': () => ({
      moment: 1_760_000_000_000_000,
      moments: [],
      since: null,
      left: {
        exists: true,
        watched: true,
        fields: { phone: { kind: 'known', value: null, since: null, seq: '1' }, city: { kind: 'unknown' } },
      },
      right: { exists: false, watched: true, fields: {} },
    }),
  });
  const run = await runInTest(['records', 'show', 'Pairs', '42', '--as-of', '2026-01-02T03:04:05Z'], { url });
  expect(run.code).toBe(0);
  expect(calls.at(-1)?.input).toMatchObject({ recordKey: '["42"]', moment: '2026-01-02T03:04:05.000Z' });
  expect(run.stdout).toMatch(/phone +∅[\s\S]*city +unknown[\s\S]*right: no such record/);
});

test('why tells the steps from now back to the write', async () => {
  const line = { seq: '1', cause: 'live', version: 3, position: '0/A', made: { by: 'ana@x', message: '' } };
  const step = {
    kind: 'carried',
    sentence: 'The flow wrote it.',
    at: 1_760_000_000_000_000,
    place: { side: 'left', field: 'phone', value: '1' },
    before: '2',
    from: { side: 'right', field: 'tel', value: ' 1' },
    conversion: [{ does: 'trim', gives: '1' }],
    decided: { rule: 'newest', why: '', by: null, loser: { side: 'left', field: 'phone', value: '2' } },
    line,
    operation: null,
  };
  const { url, calls } = await serve({
    'query record.list': () => ({ entries: [entry(1)], next: null }),
    'query record.trace': () => ({
      place: { side: 'left', field: 'phone' },
      now: '1',
      names: { left: 'crm', right: 'app' },
      steps: [step],
    }),
  });
  const run = await runInTest(['records', 'why', 'Pairs', '42', '--field', 'phone'], { url });
  expect(run.code).toBe(0);
  expect(calls.at(-1)?.input).toMatchObject({ laneId: 'f1:a-map-b', side: 'left', field: 'phone' });
  for (const part of ['phone of crm: 1', 'The flow wrote it.', 'trim → 1', 'beat     2', '3, by ana@x'])
    expect(run.stdout).toContain(part);
  expect((await runInTest(['records', 'why', 'Pairs', '42'], { url })).code).toBe(2);
});
