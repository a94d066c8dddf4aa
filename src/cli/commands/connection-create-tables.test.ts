import { afterEach, expect, test } from 'vitest';
import { fakeServer } from '#testing/cli/fake-server.ts';
import { runInTest } from '#testing/cli/run-in-test.ts';

let server: Awaited<ReturnType<typeof fakeServer>> | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const field = {
  source: 'account_name',
  name: 'accountName',
  sourceType: 'text',
  nativeType: 'text',
  nullable: false,
  reason: 'The same type as in the source.',
  warnings: ['Some values will not fit.'],
  leftOut: false,
};
const plan = {
  naming: 'camel',
  detected: 'camel',
  tables: [
    {
      source: 'public.accounts',
      table: { name: 'public.accounts' },
      fields: [field],
      match: [],
      notes: ['A note.'],
    },
  ],
  statements: [{ stream: 'public.accounts', sql: 'CREATE TABLE public.accounts (\n  id int\n)' }],
  findings: [] as object[],
};
const report = { ran: [plan.statements[0]?.sql], failed: null, undone: [], left: [] };

async function serve(answers: { plan?: object; create?: object } = {}) {
  server = await fakeServer({
    'mutation table.plan': () => ({ ...plan, ...answers.plan }),
    'mutation table.create': () => ({ report, created: [], ...answers.create }),
  });
  return server;
}
const command = ['connection', 'create-tables', 'app', '--from', 'crm'];

test('the plan shows each field with its reason, then the statements, and exits 3', async () => {
  const { url, calls } = await serve();
  const run = await runInTest([...command, '--stream', 'public.accounts', '--naming', 'camel', '--plan'], {
    url,
  });
  expect(run.code).toBe(3);
  expect(run.stdout).toContain('public.accounts from public.accounts');
  expect(run.stdout).toMatch(/account_name +accountName +text, not null +The same type as in the source\./);
  expect(run.stdout).toContain('! account_name: Some values will not fit.');
  expect(run.stdout).toContain('CREATE TABLE public.accounts (\n  id int\n);');
  expect(calls.at(-1)).toMatchObject({
    path: 'table.plan',
    input: {
      from: { name: 'crm' },
      to: { name: 'app' },
      tables: [{ stream: 'public.accounts' }],
      naming: 'camel',
    },
  });
});

test('what stands in the way makes a plan exit 1', async () => {
  const finding = { code: 'PRIVILEGE_MISSING', title: 'x may not create', fix: 'GRANT CREATE;' };
  const { url } = await serve({ plan: { findings: [finding] } });
  const run = await runInTest([...command, '--plan'], { url });
  expect(run.code).toBe(1);
  expect(run.stdout).toContain('PRIVILEGE_MISSING  x may not create\n    > GRANT CREATE;');
});

test('nothing runs that nobody agreed to; with --yes the shown text runs', async () => {
  const { url, calls } = await serve();
  const asked = await runInTest(command, { url });
  expect(asked).toMatchObject({ code: 2, stderr: expect.stringContaining('--plan') });
  expect(calls.some(({ path }) => path === 'table.create')).toBe(false);
  const run = await runInTest([...command, '--yes'], { url });
  expect(run).toMatchObject({ code: 0, stdout: 'Ran 1 statement.\n' });
  expect(calls.at(-1)).toMatchObject({ input: { sql: 'CREATE TABLE public.accounts (\n  id int\n);' } });
});

test('a text of one’s own runs instead, and a refusal says exactly what stands', async () => {
  const failed = { sql: 'CREATE b', code: 'DDL_REFUSED', message: 'syntax error', detail: '' };
  const { url, calls } = await serve({
    create: { report: { ran: ['a'], failed, undone: [], left: ['c', 'd'] } },
  });
  const run = await runInTest([...command, '--sql', '-', '--yes'], { url, stdin: 'a; CREATE b; c; d' });
  expect(run.code).toBe(1);
  expect(run.stdout).toBe(
    'DDL_REFUSED  syntax error\n  CREATE b\n1 statement before it ran and stand.\n2 statements after it not tried.\n',
  );
  expect(calls.at(-1)).toMatchObject({ input: { sql: 'a; CREATE b; c; d' } });
});
