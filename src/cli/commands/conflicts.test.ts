import { afterEach, describe, expect, test } from 'vitest';
import { fakeServer } from '#testing/cli/fake-server.ts';
import { runInTest } from '#testing/cli/run-in-test.ts';

let server: Awaited<ReturnType<typeof fakeServer>> | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const field = (left: string, right: string, winner = 'held') => ({
  left,
  right,
  rule: 'hold',
  winner,
  why: '',
});
const held = (id: string, conflict: object | null) => ({
  id,
  flowId: 'f1',
  flowName: 'Pairs',
  laneId: 'f1:a-map-b',
  recordKey: '["42"]',
  code: 'CONFLICT_HELD',
  detail: '',
  since: new Date('2026-01-01'),
  conflict,
});
const items = [
  held('c1', {
    base: null,
    left: { amount: '10.00', stage: 'open', title: 'a' },
    right: { total: '12.0000', state: 'paid', subject: 'b' },
    fields: [field('amount', 'total'), field('stage', 'state'), field('title', 'subject', 'left')],
  }),
  held('c2', { base: null, left: null, right: { total: '1' }, fields: [field('amount', 'total')] }),
];

async function resolve(...argv: string[]) {
  const decided: unknown[] = [];
  server = await fakeServer({
    // One a page, so that later pages are looked at too.
    'query conflict.list': ({ cursor }) => {
      const from = Number(cursor ?? 0);
      return { items: items.slice(from, from + 1), next: from + 1 < items.length ? String(from + 1) : null };
    },
    'mutation conflict.decide': (input) => void decided.push(input),
  });
  const run = await runInTest(['conflicts', 'resolve', ...argv], { url: server.url });
  return { ...run, decided };
}

test('list shows both candidates', async () => {
  server = await fakeServer({ 'query conflict.list': () => ({ items, next: null, total: 2 }) });
  const { stdout } = await runInTest(['conflicts', 'list'], { url: server.url });
  expect(stdout).toContain('amount: 10.00 | 12.0000; stage: open | paid');
  expect(stdout).toContain('amount: deleted | 1');
});

test('one side for all that waits', async () => {
  const { code, decided } = await resolve('c1', '--right');
  expect(code).toBe(0);
  expect(decided).toEqual([
    { workspace: 'main', id: 'c1', fields: { amount: 'right', stage: 'right' }, record: null },
  ]);
});

test('one side, and one field otherwise', async () => {
  const { decided } = await resolve('c1', '--left', '--field', 'stage=right');
  expect(decided).toMatchObject([{ fields: { amount: 'left', stage: 'right' }, record: null }]);
});

test('fields alone must name all that wait', async () => {
  const { code, stderr, decided } = await resolve('c1', '--field', 'stage=right');
  expect(code).toBe(2);
  expect(stderr).toContain('amount: no side given');
  expect(decided).toEqual([]);
});

test('a deleted record is kept or deleted; the deleting side winning deletes it', async () => {
  expect((await resolve('c2', '--keep')).decided).toMatchObject([{ fields: {}, record: 'keep' }]);
  await server?.close();
  expect((await resolve('c2', '--left')).decided).toMatchObject([{ fields: {}, record: 'delete' }]);
  await server?.close();
  expect((await resolve('c2', '--right')).decided).toMatchObject([{ fields: {}, record: 'keep' }]);
});

test.each([
  [['c1'], 'No decision was given'],
  [['c1', '--left', '--right'], 'exclude each other'],
  [['c1', '--field', 'amount'], 'names no field and side'],
  [['c1', '--left', '--field', 'nothing=left'], 'nothing: not in conflict'],
  [['c1', '--keep'], 'Neither side deleted'],
  [['c2', '--field', 'amount=left'], 'One side deleted'],
])('wrong usage exits 2: %j', async (argv, message) => {
  const { code, stderr, decided } = await resolve(...argv);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
  expect(decided).toEqual([]);
});

test('a record that is not held is not found', async () => {
  expect(await resolve('c9', '--left')).toMatchObject({ code: 1, decided: [] });
});

test('retry takes ids, or every parked record of a flow', async () => {
  server = await fakeServer({
    'query flow.find': () => ({ id: 'f1' }),
    'query conflict.list': () => ({ items, next: null, total: 2 }),
    'mutation conflict.retry': () => undefined,
  });
  const { url, calls } = server;
  expect(await runInTest(['conflicts', 'retry', 'x', 'y'], { url })).toMatchObject({ code: 0 });
  expect(calls.at(-1)?.input).toMatchObject({ ids: ['x', 'y'] });
  await runInTest(['conflicts', 'retry', '--flow', 'Pairs'], { url });
  expect(calls.at(-1)?.input).toMatchObject({ ids: ['c1', 'c2'] });
  expect(calls.at(-2)?.input).toMatchObject({ flowId: 'f1', state: 'parked' });
  expect(await runInTest(['conflicts', 'retry'], { url })).toMatchObject({ code: 2 });
});

test('one decision for all that wait over the same, with their number', async () => {
  const result = {
    ...{ records: 36, lines: 36, reasons: [] },
    counts: { done: 36, nothing: 0, refused: 0, held: 0, parked: 0, failed: 0 },
  };
  server = await fakeServer({
    'query conflict.list': () => ({ items, next: null, total: 2 }),
    'query conflict.similar': ({ narrow }) => ({
      likeness: { fields: [{ left: 'amount', rule: 'hold' }], gone: null },
      ...{
        count: 40,
        narrowed: (narrow as string[]).length > 0 ? 36 : 40,
        same: { left: 36, right: 1, base: 2 },
      },
    }),
    'mutation conflict.decideSimilar': () => ({ id: 'run-1' }),
    'query operation.get': () => ({
      ...{ id: 'run-1', kind: 'bulk', state: 'done', progress: null, result, error: null, input: {} },
    }),
  });
  const { url, calls } = server;
  const words = ['conflicts', 'resolve', '--similar-to', 'c1', '--left', '--same', 'left', '--yes'];
  expect(await runInTest(words, { url })).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('36 done'),
  });
  expect(calls.find(({ path }) => path === 'conflict.decideSimilar')?.input).toEqual({
    ...{ workspace: 'main', id: 'c1', narrow: ['left'], records: 36, record: null },
    fields: { amount: 'left', stage: 'left' },
  });
  expect(await runInTest(['conflicts', 'resolve', '--left'], { url })).toMatchObject({ code: 2 });
});

describe('many at once', () => {
  const counts = { done: 2, nothing: 0, refused: 0, held: 0, parked: 0, failed: 0 };
  const result = { records: 2, lines: 2, counts, reasons: [] };

  async function serve() {
    server = await fakeServer({
      'query flow.find': () => ({ id: 'f1' }),
      'mutation bulk.preview': () => ({ id: 'preview-1' }),
      'mutation bulk.start': () => ({ id: 'run-1' }),
      'query bulk.results': () => ({ records: [], next: null }),
      'query conflict.list': () => ({ items, next: null, total: 2 }),
      'query operation.get': () => ({
        ...{ id: 'x', kind: 'bulk', state: 'done', progress: null, result, error: null, input: {} },
      }),
    });
    return server;
  }

  test.each([
    [['--all', '--left'], {}, 'left'],
    [['--flow', 'CRM', '--newest'], { flowId: 'f1' }, 'newest'],
    [
      ['--text', 'ana', '--side', 'left', '--keep'],
      { text: 'ana', side: 'left' },
      { fields: {}, record: 'keep' },
    ],
    [
      ['--changed', 'stage', '--field', 'stage=right'],
      { field: 'stage' },
      { fields: { stage: 'right' }, record: null },
    ],
  ])('%j are looked at first, and decided with their number', async (argv, filter, decision) => {
    const { url, calls } = await serve();
    const told = await runInTest(['conflicts', 'resolve', ...argv, '--dry-run'], { url });
    expect(told).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('2 records: 2 would be written.'),
    });
    expect(calls.find(({ path }) => path === 'bulk.preview')?.input).toEqual({
      ...{
        workspace: 'main',
        filter: { status: ['held'], ...filter },
        action: { kind: 'resolve', decision },
      },
    });
    expect(calls.some(({ path }) => path === 'bulk.start')).toBe(false);
    expect((await runInTest(['conflicts', 'resolve', ...argv, '--yes'], { url })).code).toBe(0);
    expect(calls.find(({ path }) => path === 'bulk.start')?.input).toMatchObject({ records: 2 });
  });

  test('a dry run of one record decides nothing', async () => {
    const { url, calls } = await serve();
    const run = await runInTest(['conflicts', 'resolve', 'c1', '--left', '--dry-run'], { url });
    expect(run.stdout).toContain('It would be decided so: amount left, stage left.');
    expect(calls.some(({ path }) => path === 'conflict.decide')).toBe(false);
  });

  test.each([
    [['--left'], 'Name one record, or which.'],
    [['c1', '--all', '--left'], 'Name one record, or which.'],
    [['--all', '--left', '--newest'], 'exclude each other'],
    [['--all'], 'No decision was given.'],
    [['--all', '--left', '--field', 'a=right'], 'decided in one way'],
    [['c1', '--newest'], 'are for many records'],
    [['c1', '--left', '--detach'], 'are for many records'],
  ])('wrong usage exits 2: %j', async (argv, message) => {
    const { url, calls } = await serve();
    const run = await runInTest(['conflicts', 'resolve', ...argv], { url });
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
    expect(calls.some(({ path }) => path.startsWith('bulk') || path === 'conflict.decide')).toBe(false);
  });
});
