import { afterEach, expect, test } from 'vitest';
import { fakeServer } from '#testing/cli/fake-server.ts';
import { runInTest } from '#testing/cli/run-in-test.ts';

let server: Awaited<ReturnType<typeof fakeServer>> | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const drift = (id: string, more: object = {}) => ({
  id,
  mappingNodeId: 'map',
  since: new Date('2026-01-01'),
  ignoredBy: null,
  drift: { kind: 'field-renamed', side: 'left', field: 'a', to: 'b', pair: { left: 'a', right: 'a' } },
  severity: 'suspended',
  title: 'a of crm is called b now',
  detail: 'The pair a is suspended.',
  options: [
    { kind: 'follow', side: 'left', from: 'a', to: 'b', label: 'Follow it: map b' },
    { kind: 'sql', connection: 'crm', sql: 'ALTER TABLE t ADD COLUMN a text;', label: 'Restore the field' },
  ],
  ...more,
});

async function run(argv: string[], drifts: object[] = [drift('ab1'), drift('ab2', { ignoredBy: 'Ann' })]) {
  const calls: unknown[] = [];
  server = await fakeServer({
    'query flow.find': () => ({ id: 'f1' }),
    'query flow.status': () => null,
    'query drift.list': () => drifts,
    'query drift.plan': () => ({
      connection: 'app',
      statements: [{ stream: 't', sql: 'ALTER TABLE t ADD COLUMN b text' }],
      findings: [],
    }),
    'mutation drift.accept': (input) => {
      calls.push(['accept', input]);
      return { version: 7, revision: 3 };
    },
    'mutation drift.ignore': (input) => void calls.push(['ignore', input]),
  });
  return { ...(await runInTest(argv, { url: server.url })), calls };
}

test('drift says what changed, what the flow does about it, and what can be done', async () => {
  const { code, stdout } = await run(['flow', 'drift', 'Pairs']);
  expect(code).toBe(0);
  expect(stdout).toContain('ab1  suspended  a of crm is called b now\n  The pair a is suspended.');
  expect(stdout).toContain('1. Follow it: map b');
  expect(stdout).toContain('2. Restore the field on crm: ALTER TABLE t ADD COLUMN a text;');
  expect(stdout).toContain('set aside by Ann');
  expect((await run(['flow', 'drift', 'Pairs'], [])).stdout).toContain('as they were');
});

test('status tells of what nobody has decided on', async () => {
  const { stdout } = await run(['flow', 'status', 'Pairs']);
  expect(stdout.match(/suspended/g)).toHaveLength(1);
  expect(stdout).toContain('flow drift');
});

test('accept takes a way out, ignore sets it aside, consider takes that back', async () => {
  const accepted = await run(['flow', 'drift', 'Pairs', 'accept', 'ab1']);
  expect(accepted.calls).toMatchObject([['accept', { id: 'ab1', option: 0 }]]);
  expect(accepted.stdout).toBe('Follow it: map b: version 7 runs now.\n');
  const ignored = await run(['flow', 'drift', 'Pairs', 'ignore', 'ab1']);
  expect(ignored.calls).toMatchObject([['ignore', { id: 'ab1', ignore: true }]]);
  const back = await run(['flow', 'drift', 'Pairs', 'consider', 'ab2']);
  expect(back.calls).toMatchObject([['ignore', { id: 'ab2', ignore: false }]]);
});

test('what names no proposal, or more than one, is refused', async () => {
  expect(await run(['flow', 'drift', 'Pairs', 'accept', 'ab'])).toMatchObject({ code: 1, calls: [] });
  expect(await run(['flow', 'drift', 'Pairs', 'accept', 'x'])).toMatchObject({ code: 1, calls: [] });
  expect(await run(['flow', 'drift', 'Pairs', 'accept'])).toMatchObject({ code: 2, calls: [] });
  expect(await run(['flow', 'drift', 'Pairs', 'dance', 'ab1'])).toMatchObject({ code: 2, calls: [] });
  expect(await run(['flow', 'drift', 'Pairs', 'accept', 'ab1', '--option', 'x'])).toMatchObject({ code: 2 });
});

test('what makes a field runs its statements once somebody has agreed', async () => {
  const like = { side: 'left', field: 'b' };
  const options = [{ kind: 'create', side: 'right', field: 'b', like, label: 'Create it in t and map it' }];
  const drifts = [drift('ab1', { options })];
  const asked = await run(['flow', 'drift', 'Pairs', 'accept', 'ab1'], drifts);
  expect(asked).toMatchObject({ code: 2, calls: [] });
  expect(asked.stderr).toContain('On app:\nALTER TABLE t ADD COLUMN b text;');
  const agreed = await run(['flow', 'drift', 'Pairs', 'accept', 'ab1', '--yes'], drifts);
  expect(agreed).toMatchObject({ code: 0, stdout: 'Create it in t and map it: version 7 runs now.\n' });
  expect(agreed.calls).toMatchObject([['accept', { option: 0, sql: 'ALTER TABLE t ADD COLUMN b text;' }]]);
});
