import { afterEach, beforeEach, expect, test } from 'vitest';
import { fakeServer } from '#testing/cli/fake-server.ts';
import { runInTest } from '#testing/cli/run-in-test.ts';

let server: Awaited<ReturnType<typeof fakeServer>>;
beforeEach(async () => {
  const rule = { id: 'r1', connection: 'crm', stream: '*', field: 'email', least: 'admin' };
  server = await fakeServer({
    'query masking.list': () => [{ ...rule, createdBy: 'ana@example.test', createdAt: new Date(0) }],
    'mutation masking.add': () => ({ id: 'r2' }),
    'mutation masking.remove': () => undefined,
  });
});
afterEach(() => server.close());

const asked = () => server.calls.filter(({ path }) => path.startsWith('masking.')).map(({ input }) => input);

test('rules are listed, added by a pattern, and removed', async () => {
  const { url } = server;
  const listed = await runInTest(['masking', 'list'], { url });
  expect(listed.stdout).toMatch(/r1 +crm +\* +email +admin +ana@example\.test/);
  const added = await runInTest(
    ['masking', 'add', 'public.contacts.phone', '--connection', 'crm', '--least', 'editor'],
    {
      url,
    },
  );
  expect(added.stdout).toContain('Masked for everybody below the role editor.');
  expect((await runInTest(['masking', 'add', '*.email'], { url })).code).toBe(0);
  expect((await runInTest(['masking', 'add', 'iban'], { url })).code).toBe(0);
  expect((await runInTest(['masking', 'remove', 'r1'], { url })).stdout).toContain('Removed.');
  expect(asked().slice(1)).toMatchObject([
    { connection: 'crm', stream: 'public.contacts', field: 'phone', least: 'editor' },
    { connection: '*', stream: '*', field: 'email', least: 'admin' },
    { connection: '*', stream: '*', field: 'iban', least: 'admin' },
    { id: 'r1' },
  ]);
});

test('a role that can see nothing less is no choice', async () => {
  const run = await runInTest(['masking', 'add', 'email', '--least', 'viewer'], { url: server.url });
  expect(run.code).toBe(2);
});
