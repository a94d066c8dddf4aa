import { afterEach, expect, test } from 'vitest';
import { fakeServer } from '#testing/cli/fake-server.ts';
import { runInTest } from '#testing/cli/run-in-test.ts';

let server: Awaited<ReturnType<typeof fakeServer>> | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const at = new Date('2026-01-01T00:00:00Z');
const body = { condition: { kind: 'hold', minutes: 60 }, forSeconds: 0, severity: 'warning' };
const attempt = { at: 1, ok: false, status: 503, answer: 'not now', milliseconds: 12 };
const rule = { name: 'A', condition: { kind: 'breaker' }, severity: 'critical' };

async function run(argv: string[], stdin?: string, tested: object = attempt) {
  server = await fakeServer({
    'query flow.find': () => ({ id: 'f1' }),
    'query alert.incidents': () => ({
      incidents: [
        { state: 'firing', severity: 'critical', rule: 'Lag', flowName: 'CRM', detail: 'Slow.', since: at },
      ],
      next: null,
    }),
    'query alert.rules': () => [
      { ...body, name: 'Held', enabled: true, muted: null, flowName: null, firing: 2 },
    ],
    'query alert.exportRules': () => ({ formatVersion: 1, rules: [rule] }),
    'mutation alert.applyRules': () => ({ created: ['A'], changed: ['B'], removed: ['C'], same: ['D'] }),
    'query alert.channels': () => [
      { id: 'c1', name: 'On call', kind: 'webhook', target: 'hooks.test', quietHours: null, last: attempt },
    ],
    'mutation alert.testChannel': () => tested,
    'query alert.deliveries': () => ({
      deliveries: [
        {
          id: 'd1',
          channel: 'On call',
          title: 'Firing: Lag',
          state: 'queued',
          attempts: 1,
          log: [attempt],
          createdAt: at,
        },
      ],
      next: null,
    }),
    'mutation alert.redeliver': () => undefined,
  });
  const result = await runInTest(['alerts', ...argv], { url: server.url, stdin });
  return { ...result, call: server.calls.at(-1) };
}

test('list shows what fires, with the filters of the page', async () => {
  const { code, stdout, call } = await run(['list', '--state', 'firing', '--flow', 'CRM']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/firing +critical +Lag +CRM +Slow\./);
  expect(call?.input).toMatchObject({ filter: { state: 'firing', flowId: 'f1' } });
});

test('rules, channels and deliveries are tables', async () => {
  expect((await run(['rules'])).stdout).toMatch(
    /Held +on +warning +A record is held for longer than 1 h +every flow +2/,
  );
  await server?.close();
  expect((await run(['channels'])).stdout).toMatch(/On call +webhook +hooks\.test +– +not now/);
  await server?.close();
  const { stdout, call } = await run(['deliveries', '--channel', 'On call', '--state', 'queued']);
  expect(stdout).toMatch(/d1 +On call +Firing: Lag +queued +1 +503 not now/);
  expect(call?.input).toMatchObject({ filter: { state: 'queued', channelId: 'c1' } });
});

test('test shows the answer and fails with the channel', async () => {
  const failed = await run(['test', 'On call']);
  expect(failed).toMatchObject({ code: 1, stdout: 'Not delivered after 12 ms: 503 not now\n' });
  await server?.close();
  expect((await run(['test', 'On call'], '', { ...attempt, ok: true, status: 200, answer: '' })).code).toBe(
    0,
  );
  await server?.close();
  expect((await run(['test', 'Nowhere'])).stderr).toContain('There is no alert channel "Nowhere".');
});

test('apply takes what export gives; a dry run exits with 3; what is no file of rules is refused', async () => {
  const { stdout: exported } = await run(['export']);
  await server?.close();
  const applied = await run(['apply', '-', '--prune'], exported);
  expect(applied).toMatchObject({ code: 0, stdout: '+ A\n~ B\n- C\n1 as they were.\n' });
  expect(applied.call?.input).toMatchObject({ prune: true, dryRun: false, file: { rules: [rule] } });
  await server?.close();
  expect((await run(['apply', '-', '--dry-run'], exported)).code).toBe(3);
  await server?.close();
  const wrong = await run(['apply', '-'], '{"formatVersion":1,"rules":[{"name":"A"}]}');
  expect(wrong.code).toBe(1);
  expect(wrong.stderr).toContain('condition');
  await server?.close();
  expect((await run(['apply', '-'], 'rules:')).stderr).toContain('standard input is not JSON.');
});

test('redeliver asks for it', async () => {
  expect((await run(['redeliver', 'd1'])).call?.input).toMatchObject({ id: 'd1' });
});
