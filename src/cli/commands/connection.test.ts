import { resolve } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { SyncError } from '#core/errors/sync-error.ts';
import { fakeServer } from '#testing/cli/fake-server.ts';
import { runInTest } from '#testing/cli/run-in-test.ts';

let server: Awaited<ReturnType<typeof fakeServer>> | undefined;
const serve = async (answers: Parameters<typeof fakeServer>[0]) => {
  server = await fakeServer(answers);
  return server;
};
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const add = ['connection', 'add', 'crm', '--connector', 'postgres', '--url'];

test('add tries the settings first, then keeps them', async () => {
  const { url, calls } = await serve({
    'mutation connection.testConfig': () => ({ server: 'PostgreSQL 18.1', latencyMs: 2.6, profiled: {} }),
    'mutation connection.create': () => ({ id: 'c1' }),
  });
  const run = await runInTest([...add, 'postgres://a@b/c'], { url });
  expect(run).toMatchObject({ code: 0, stdout: 'Added crm: PostgreSQL 18.1, 3 ms away.\n' });
  expect(calls.map((call) => call.path)).toEqual([
    'session.whoami',
    'connection.testConfig',
    'connection.create',
  ]);
  expect(calls.at(-1)?.input).toEqual({
    workspace: 'main',
    name: 'crm',
    connector: 'postgres',
    config: { url: 'postgres://a@b/c' },
  });
});

test('add keeps the settings for which the data speak, and says so', async () => {
  const { url, calls } = await serve({
    'mutation connection.testConfig': () => ({
      server: 'MariaDB 11.4.2',
      latencyMs: 2.6,
      profiled: { numberFields: 'orders.stars', durationFields: '' },
    }),
    'mutation connection.create': () => ({ id: 'c1' }),
  });
  const run = await runInTest([...add, 'mysql://a@b/c'], { url });
  expect(run.stdout).toBe(
    'Added crm: MariaDB 11.4.2, 3 ms away.\nAs its data show, numberFields is orders.stars.\n',
  );
  expect(calls.at(-1)?.input).toMatchObject({
    config: { url: 'mysql://a@b/c', numberFields: 'orders.stars', durationFields: '' },
  });
});

test('add keeps nothing that does not answer, unless told not to try', async () => {
  const { url, calls } = await serve({
    'mutation connection.testConfig': () => {
      throw new SyncError('AUTH_FAILED', 'The server refused the password.');
    },
    'mutation connection.create': () => ({ id: 'c1' }),
  });
  const run = await runInTest([...add, 'postgres://a@b/c', '--json'], { url });
  expect(run.code).toBe(1);
  expect(run.json()).toMatchObject({ error: { code: 'AUTH_FAILED' } });
  expect(calls.some((call) => call.path === 'connection.create')).toBe(false);

  const untried = await runInTest([...add, 'postgres://a@b/c', '--skip-test'], { url });
  expect(untried).toMatchObject({ code: 0, stdout: 'Added crm, untried.\n' });
});

test('the URL can come from standard input', async () => {
  const { url, calls } = await serve({ 'mutation connection.create': () => ({ id: 'c1' }) });
  await runInTest([...add, '-', '--skip-test'], { url, stdin: 'postgres://secret@b/c\n' });
  expect(calls.at(-1)?.input).toMatchObject({ config: { url: 'postgres://secret@b/c' } });
});

test('a system that is a file is named by its path, from where the command runs', async () => {
  const { url, calls } = await serve({ 'mutation connection.create': () => ({ id: 'c1' }) });
  const file = ['connection', 'add', 'shop', '--connector', 'sqlite', '--skip-test'];
  await runInTest([...file, '--file', './shop.db', '--create'], { url });
  expect(calls.at(-1)?.input).toMatchObject({
    connector: 'sqlite',
    config: { file: resolve('shop.db'), ifMissing: 'create' },
  });
  const nowhere = await runInTest(file, { url });
  expect(nowhere.code).toBe(2);
  expect(nowhere.stderr).toContain('--file');
});

test('list is a table for people', async () => {
  const { url } = await serve({
    'query connection.list': () => [
      {
        name: 'crm',
        connector: 'postgres',
        config: { host: 'db.example', port: 5432, database: 'crm' },
        lastTest: { ok: true, server: 'PostgreSQL 18.1', code: null },
        usedBy: [{ flowId: 'f', flowName: 'CRM and App' }],
      },
      { name: 'application', connector: 'postgres', config: {}, lastTest: null, usedBy: [] },
    ],
  });
  const { stdout } = await runInTest(['connection', 'list'], { url });
  expect(stdout).toBe(
    [
      'NAME         CONNECTOR  WHERE                LAST TEST        USED BY',
      'crm          postgres   db.example:5432/crm  PostgreSQL 18.1  CRM and App',
      'application  postgres                        never tried',
      '',
    ].join('\n'),
  );
});

test('streams lists tables, and their fields on request', async () => {
  const field = { nullable: true, hasDefault: false, readOnly: false, comment: null, type: { kind: 'text' } };
  const stream = {
    name: 'public.contacts',
    fields: [
      { ...field, name: 'id', nativeType: 'uuid', nullable: false, hasDefault: true },
      { ...field, name: 'account_id', nativeType: 'uuid' },
    ],
    key: ['id'],
    uniques: [],
    references: [{ fields: ['account_id'], stream: 'public.accounts', referencedFields: ['id'] }],
    rowEstimate: 2400,
    beforeImage: 'full',
  };
  const { url } = await serve({
    'query connection.streams': () => [stream, { ...stream, name: 'public.deals' }],
  });
  const list = await runInTest(['connection', 'streams', 'crm'], { url });
  expect(list.stdout).toMatch(/public\.contacts +2 {2}id +~2,400 {2}full/);
  const fields = await runInTest(
    ['connection', 'streams', 'crm', '--fields', '--stream', 'public.contacts'],
    { url },
  );
  expect(fields.stdout).toMatch(/id +uuid {2}key, required, has a default/);
  expect(fields.stdout).toContain('refers to public.accounts');
  expect(fields.stdout).not.toContain('public.deals');
});

test('preflight shows each finding with its fix, and exits 1 when one stops a deployment', async () => {
  const finding = {
    code: 'LOG_LEVEL',
    severity: 'error',
    title: 'wal_level is replica',
    detail: 'Logical replication needs logical.',
    stream: null,
    fix: 'ALTER SYSTEM SET wal_level = logical;\n-- then restart',
  };
  const { url, calls } = await serve({ 'query connection.preflight': () => [finding] });
  const run = await runInTest(['connection', 'preflight', 'crm', '--stream', 'a', 'b'], { url });
  expect(run.code).toBe(1);
  expect(run.stdout).toContain(
    '✗ wal_level is replica\n    Logical replication needs logical.\n    > ALTER SYSTEM SET wal_level = logical;\n    > -- then restart',
  );
  expect(calls.at(-1)?.input).toMatchObject({ name: 'crm', streams: ['a', 'b'], use: 'both' });
});
