import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { SyncError } from '#core/errors/sync-error.ts';
import { fakeServer } from '#testing/cli/fake-server.ts';
import { runInTest } from '#testing/cli/run-in-test.ts';

let home: string;
let server: Awaited<ReturnType<typeof fakeServer>> | undefined;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'syncline-cli-'));
});
afterEach(async () => {
  await server?.close();
  server = undefined;
});
afterAll(() => rm(home, { recursive: true }));

test('whoami names the key, the server and the workspaces', async () => {
  server = await fakeServer({});
  const run = await runInTest(['whoami'], { url: server.url });
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(run.stdout).toBe(`API key "owner" at ${server.url}\n  main  Main  owner\n`);
  expect(server.calls[0]?.key).toBe('sk_test');
});

test('--json prints one value, wherever it stands', async () => {
  server = await fakeServer({ 'query connection.list': () => [] });
  for (const argv of [
    ['--json', 'connection', 'list'],
    ['connection', 'list', '--json'],
  ]) {
    const run = await runInTest(argv, { url: server.url });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.json()).toEqual([]);
  }
});

test('without settings it goes where npm start left the address and the key', async () => {
  server = await fakeServer({});
  await writeFile(join(home, 'address'), `${server.url}\n`);
  await writeFile(join(home, 'owner.key'), 'sk_owner\n');
  const run = await runInTest(['whoami', '--json'], { home, apiKey: null });
  expect(run.json()).toMatchObject({ apiKey: { name: 'owner' }, server: server.url });
  expect(server.calls[0]?.key).toBe('sk_owner');

  const other = await runInTest(['whoami', '--key', 'sk_other'], { home });
  expect(other.code).toBe(0);
  expect(server.calls[1]?.key).toBe('sk_other');
});

test('nothing answers: exit 1 and how to start it', async () => {
  const url = await deadAddress();
  const run = await runInTest(['whoami'], { url });
  expect(run).toMatchObject({ code: 1, stdout: '' });
  expect(run.stderr).toContain(`CONNECTION_REFUSED  Nothing answers at ${url}.`);
  expect(run.stderr).toContain('npm start');

  const json = await runInTest(['whoami', '--json'], { url });
  expect(json).toMatchObject({ code: 1, stderr: '' });
  expect(json.json()).toEqual({
    error: {
      code: 'CONNECTION_REFUSED',
      message: `Nothing answers at ${url}.`,
      detail: expect.stringContaining('ECONNREFUSED'),
      remedy: expect.stringContaining('npm start'),
    },
  });
});

test('something else answers: exit 1', async () => {
  const other = createServer((_, response) => response.end('<html>hello</html>'));
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const run = await runInTest(['whoami'], { url: `http://127.0.0.1:${port}` });
  other.close();
  expect(run.code).toBe(1);
  expect(run.stderr).toContain('is not Syncline');
});

test("the server's errors come with code, detail and remedy", async () => {
  server = await fakeServer({
    'query flow.find': () => {
      throw new SyncError('NOT_FOUND', 'There is no flow "x".', { detail: 'Did you mean "y"?' });
    },
  });
  const run = await runInTest(['flow', 'status', 'x'], { url: server.url });
  expect(run.code).toBe(1);
  expect(run.stderr).toContain('NOT_FOUND  There is no flow "x".\n  Did you mean "y"?\n');
});

test('a key of several workspaces needs --workspace', async () => {
  const workspaces = ['one', 'two'].map((slug) => ({ id: slug, slug, name: slug, role: 'owner' }));
  server = await fakeServer({
    'query session.whoami': () => ({ user: null, apiKey: { name: 'k' }, workspaces }),
    'query connection.list': () => [],
  });
  const run = await runInTest(['connection', 'list'], { url: server.url });
  expect(run.code).toBe(2);
  expect(run.stderr).toContain('Name one with --workspace: one, two.');
  const named = await runInTest(['connection', 'list', '--workspace', 'two'], { url: server.url });
  expect(named.code).toBe(0);
  expect(server.calls.at(-1)?.input).toEqual({ workspace: 'two' });
});

test('an unknown key is said so', async () => {
  server = await fakeServer({
    'query session.whoami': () => ({ user: null, apiKey: null, workspaces: [] }),
  });
  const run = await runInTest(['connection', 'list'], { url: server.url });
  expect(run.code).toBe(1);
  expect(run.stderr).toContain('UNAUTHENTICATED');
});

test.each([
  [['flow', 'appl'], "unknown command 'appl'"],
  [['flow', 'apply'], "missing required argument 'file'"],
  [['connection', 'add', 'crm', '--url', 'x'], "required option '--connector <id>'"],
  [['records', 'list', '--side', 'up'], 'Allowed choices are left, right'],
  [['records', 'list', '--status', 'lost'], 'Allowed are applied'],
  [['records', 'list', '--since', 'soon'], 'Write 15m, 2h'],
  [['demo', 'traffic', '--rate', 'fast'], 'Write a whole number from 1 to 1000'],
  [['whoami', '--nonsense'], "unknown option '--nonsense'"],
])('wrong usage exits 2: %j', async (argv, message) => {
  const run = await runInTest(argv);
  expect(run).toMatchObject({ code: 2, stdout: '' });
  expect(run.stderr).toContain(message);

  const json = await runInTest([...argv, '--json']);
  expect(json).toMatchObject({ code: 2, stderr: '' });
  expect(json.json()).toMatchObject({
    error: { code: 'INPUT_INVALID', message: expect.stringContaining(message) },
  });
});

test('every command has help with an example', async () => {
  const top = await runInTest(['--help']);
  expect(top.code).toBe(0);
  const groups = ['connection', 'flow', 'records', 'conflicts', 'operations', 'demo'];
  for (const group of groups) {
    const { stdout, code } = await runInTest([group, '--help']);
    expect(code).toBe(0);
    const commands = [...(stdout.split('Commands:')[1] ?? '').matchAll(/^ {2}([a-z][a-z-]*)/gm)].map(
      (match) => match[1],
    );
    expect(commands.length).toBeGreaterThan(0);
    for (const command of commands) {
      const help = await runInTest([group, command ?? '', '--help']);
      expect(help.stdout).toContain(`$ syncline ${group} ${command}`);
      expect(help.stdout).toContain('--json');
    }
  }
});

/** An address at which nothing listens. */
async function deadAddress(): Promise<string> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
}
