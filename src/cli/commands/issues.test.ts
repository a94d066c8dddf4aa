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

const issue = {
  id: '3f2a91bc00112233aabb',
  title: 'Another record of the target holds this unique value: email_key',
  sentence: 'These records were refused on the way to App by its constraint email_key.',
  remedy: 'Find the record of the target that holds the value.',
  flowName: 'Pairs',
  state: 'open',
  openRecords: 12,
  records: 1500,
  lines: 1712,
  firstSeen: '2026-03-01T10:00:00.000Z',
  lastSeen: '2026-03-01T11:00:00.000Z',
  snoozedUntil: null,
  snoozedLines: null,
  reason: null,
  assignee: null,
  sample: { recordKey: '["42"]', detail: 'duplicate key' },
};

test('list narrows by the filters of the page and shows how many are open', async () => {
  const { url, calls } = await serve({
    'query issue.list': () => ({ items: [issue], total: 1, next: null }),
  });
  const run = await runInTest(
    [
      'issues',
      'list',
      '--flow',
      'Pairs',
      '--state',
      'open,snoozed',
      '--code',
      'UNIQUE_VIOLATION',
      '--sort',
      'open',
    ],
    { url },
  );
  expect(run.code).toBe(0);
  expect(calls.at(-1)?.input).toEqual({
    workspace: 'main',
    filter: { flowId: 'f1', state: ['open', 'snoozed'], code: ['UNIQUE_VIOLATION'] },
    sort: 'open',
    limit: 50,
  });
  expect(run.stdout).toMatch(/3f2a91bc +open +Another record of the target.* Pairs +12 +1,500/);
});

test('show tells the cause, the remedy and what people did', async () => {
  const events = [{ at: '2026-03-01T10:30:00.000Z', actor: 'ana@x', kind: 'noted', text: 'the import' }];
  const { url } = await serve({ 'query issue.show': () => ({ issue, events, hours: [] }) });
  const run = await runInTest(['issues', 'show', '3f2a91bc'], { url });
  expect(run.code).toBe(0);
  for (const part of [
    issue.sentence,
    issue.remedy,
    '12 out of line now, 1,500 in all',
    'ana@x  noted: the import',
  ])
    expect(run.stdout).toContain(part);
});

test.each([
  [['snooze', 'x1', '--times', '100'], 'issue.snooze', { id: 'x1', times: 100 }],
  [['ignore', 'x1', '--reason', 'known'], 'issue.ignore', { id: 'x1', reason: 'known' }],
  [['resolve', 'x1'], 'issue.resolve', { id: 'x1' }],
  [['reopen', 'x1'], 'issue.reopen', { id: 'x1' }],
  [['note', 'x1', 'look here'], 'issue.note', { id: 'x1', text: 'look here' }],
  [['assign', 'x1', '--nobody'], 'issue.assign', { id: 'x1', userId: null }],
  [['assign', 'x1', 'ana@x'], 'issue.assign', { id: 'x1', userId: 'u7' }],
])('%j asks the server for it', async (argv, path, input) => {
  const { url, calls } = await serve({
    'query member.list': () => ({ members: [{ email: 'ana@x', userId: 'u7' }], invitations: [] }),
    [`mutation ${path}`]: () => issue,
  });
  const run = await runInTest(['issues', ...argv], { url });
  expect(run.code).toBe(0);
  expect(calls.at(-1)).toMatchObject({ path, input: { workspace: 'main', ...input } });
});

test.each([
  ['issues', 'snooze', 'x1'],
  ['issues', 'snooze', 'x1', '--until', '2001-01-01'],
  ['issues', 'ignore', 'x1'],
  ['issues', 'assign', 'x1'],
])('%s %s %s is no use of the command', async (...argv) => {
  const { url } = await serve({});
  expect((await runInTest(argv, { url })).code).toBe(2);
});
