import { afterEach, expect, test } from 'vitest';
import type { BulkResult } from '#core/operations/bulk-progress.ts';
import { noOutcomes } from '#core/operations/record-outcome.ts';
import { fakeServer } from '#testing/cli/fake-server.ts';
import { runInTest } from '#testing/cli/run-in-test.ts';

let server: Awaited<ReturnType<typeof fakeServer>> | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const decided = {
  ...{ seq: '48213', flowId: 'f1', laneId: 'f1:a-map-b', recordKey: '["42"]', version: 3, commitTime: 1e15 },
  conflict: {
    ...{ base: { email: 'old' }, left: { email: 'L' }, right: { email: 'R' }, version: 4 },
    fields: [
      {
        left: 'email',
        right: 'email',
        rule: 'prefer',
        winner: 'left',
        why: 'The rule prefers the left side.',
      },
    ],
  },
};

async function serve(counts: Partial<BulkResult['counts']>) {
  const effects: BulkResult['effects'] = [
    { field: 'email', was: 'left', now: 'right', effect: 'changes', by: null, records: 2 },
    { field: 'email', was: 'left', now: 'right', effect: 'touched', by: 'Ana', records: 1 },
  ];
  const result: BulkResult = {
    ...{ records: 3, lines: 3, counts: { ...noOutcomes(), ...counts }, reasons: [], effects },
  };
  server = await fakeServer({
    'query flow.find': () => ({ id: 'f1' }),
    'query record.list': ({ filter }) => ({
      entries: (filter as { conflict: { seq?: string } }).conflict.seq === '7' ? [] : [decided],
      next: null,
    }),
    'mutation bulk.preview': () => ({ id: 'preview-1' }),
    'mutation bulk.start': () => ({ id: 'run-1' }),
    'mutation conflict.makeRule': () => ({ flowId: 'f1', version: 5, created: true }),
    'query bulk.results': () => ({ records: [], next: null }),
    'query operation.get': () => ({
      ...{ id: 'x', kind: 'bulk', state: 'done', progress: null, result, error: null, input: {} },
    }),
  });
  return server;
}

test('conflicts are decided again by rules for all and for single fields, and the rule is made to last', async () => {
  const { url, calls } = await serve({ done: 2, refused: 1 });
  const words = ['conflicts', 'redecide', '--flow', 'CRM', '--decided-by', 'prefer', '--over', 'email'];
  const rules = ['--rule', 'newest:right', '--field', 'email=prefer:right', '--deletes', 'hold'];
  const run = await runInTest([...words, ...rules, '--yes', '--make-rule'], { url });
  expect(run.code).toBe(3);
  expect(calls.find(({ path }) => path === 'bulk.preview')?.input).toEqual({
    workspace: 'main',
    filter: { flowId: 'f1', conflict: { rule: 'prefer', field: 'email' } },
    action: {
      kind: 're-decide',
      rule: { kind: 'newest', tie: 'right' },
      fields: { email: { kind: 'prefer', side: 'right' } },
      deletes: 'hold',
    },
  });
  expect(calls.find(({ path }) => path === 'bulk.start')?.input).toMatchObject({ records: 2 });
  expect(calls.find(({ path }) => path === 'conflict.makeRule')?.input).toMatchObject({
    operationId: 'run-1',
  });
  expect(run.stderr).toMatch(/email +3 +2 left → right +0 +1 by Ana/);
  expect(run.stderr).toContain('Version 5 of the flow decides so from now on.');
});

test('records that a person is to decide are what is confirmed', async () => {
  const { url, calls } = await serve({ held: 3 });
  const run = await runInTest(['conflicts', 'redecide', '--flow', 'CRM', '--rule', 'hold', '--yes'], { url });
  expect(run.code).toBe(0);
  expect(calls.find(({ path }) => path === 'bulk.start')?.input).toMatchObject({ records: 3 });
});

test.each([
  [[], 'No rule was given'],
  [['--rule', 'first'], '"first" is no rule'],
  [['--rule', 'prefer'], '"prefer" is no rule'],
  [['--field', 'email'], 'names no field and rule'],
])('wrong usage exits 2: %j', async (argv, message) => {
  const { url, calls } = await serve({ done: 1 });
  const run = await runInTest(['conflicts', 'redecide', ...argv], { url });
  expect(run.code).toBe(2);
  expect(run.stderr).toContain(message);
  expect(calls.some(({ path }) => path === 'bulk.preview')).toBe(false);
});

test('the log is listed and one of its lines shown', async () => {
  const { url } = await serve({});
  const list = await runInTest(['conflicts', 'list', '--log', '--winner', 'left'], { url });
  expect(list.stdout).toMatch(
    /48213 +42 +email +old +L +R +left +prefer v4 +The rule prefers the left side\./,
  );
  expect((await runInTest(['conflicts', 'show', '48213'], { url })).stdout).toContain('48213');
  expect((await runInTest(['conflicts', 'show', '7'], { url })).code).toBe(1);
});
