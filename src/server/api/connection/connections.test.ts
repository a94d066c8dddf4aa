import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WorkspaceAccess } from '#db/workspace-directory.ts';
import { type Api, type ApiFixture, apiFixture, outcome, twoTables } from '#testing/api-fixture.ts';
import { type TestDatabase, testDatabase } from '#testing/test-database.ts';

let fixture: ApiFixture;
let source: TestDatabase;
let workspace: WorkspaceAccess['slug'];
let api: Api;

beforeAll(async () => {
  fixture = await apiFixture('api_connections');
  source = await testDatabase('api_connections_source');
  await source.query(`create table contacts (id int primary key, email varchar(120) not null);
    insert into contacts select n, 'person' || n || '@example.test' from generate_series(1, 20) n;`);
  const owner = await fixture.person('owner');
  workspace = (await fixture.workspace('main', owner)).slug;
  api = fixture.as(owner);
});
afterAll(async () => {
  await fixture.close();
  await source.close();
});

const parts = () => {
  const url = new URL(source.url);
  return {
    host: url.hostname,
    port: url.port,
    database: url.pathname.slice(1),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    ssl: 'disable',
  };
};

test('a connection is added by URL, tested, and shows no password anywhere', async () => {
  const { id } = await api.connection.create({
    workspace,
    name: 'crm',
    connector: 'postgres',
    config: { url: source.url },
  });
  const tested = await api.connection.test({ workspace, id });
  expect(tested.server).toMatch(/PostgreSQL 18/);

  const seen = await api.connection.get({ workspace, name: 'crm' });
  expect(seen.config).toMatchObject({ host: parts().host, database: parts().database });
  expect(seen.config).not.toHaveProperty('password');
  expect(seen.config).not.toHaveProperty('url');
  expect(seen.lastTest).toMatchObject({ ok: true, server: tested.server });

  const [stored] = await fixture.query('select config::text, secrets from connection where id = $1', [id]);
  expect(stored?.secrets).toMatch(/^v1\./);
  const audit = JSON.stringify(await fixture.query('select * from audit_event'), (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  if (parts().password.length > 3) expect(audit).not.toContain(parts().password);
  expect(audit).not.toContain('password');
});

test('a name is used once', async () => {
  const again = { workspace, name: 'crm', connector: 'postgres', config: { url: source.url } };
  expect((await outcome(() => api.connection.create(again))).code).toBe('NAME_TAKEN');
});

test('settings that are not complete are refused with what is missing', async () => {
  const { code, answer } = await outcome(() =>
    api.connection.create({ workspace, name: 'x', connector: 'postgres', config: { host: 'h' } }),
  );
  expect(code).toBe('CONFIG_INVALID');
  expect((answer as Error).message).toContain('database');
});

test('an update without the password keeps it; one with another replaces it', async () => {
  const { password, ...open } = parts();
  const { id } = await api.connection.create({
    workspace,
    name: 'kept',
    connector: 'postgres',
    config: { ...open, password },
  });
  const secrets = async () =>
    (await fixture.services.prisma.connection.findUniqueOrThrow({ where: { id } })).secrets;
  await api.connection.update({ workspace, id, config: { ...open, password: '' } });
  await api.connection.test({ workspace, id });
  const { openSecrets } = await import('../../connections/seal-secrets.ts');
  const opened = async () => openSecrets(fixture.services.secretKey, id, await secrets());
  expect(await opened()).toEqual({ password });
  await api.connection.update({ workspace, id, config: { ...open, password: 'another' } });
  expect(await opened()).toEqual({ password: 'another' });
  await api.connection.delete({ workspace, id });
});

test('a stored password is not sent to another place', async () => {
  const { password: _, ...open } = parts();
  const { id } = await api.connection.create({
    workspace,
    name: 'fixed',
    connector: 'postgres',
    config: { ...open, password: 'secret' },
  });
  const elsewhere = { ...open, host: 'elsewhere.test' };
  const tried = await outcome(() =>
    api.connection.testConfig({ workspace, connector: 'postgres', config: elsewhere, id }),
  );
  expect(tried.code).toBe('CONFIG_INVALID');
  expect((tried.answer as Error).message).toContain('give the password again');
  const moved = await outcome(() => api.connection.update({ workspace, id, config: elsewhere }));
  expect(moved.code).toBe('CONFIG_INVALID');
  await api.connection.update({ workspace, id, config: { ...elsewhere, password: 'new' } });
  await api.connection.delete({ workspace, id });
});

test('settings are tried before they are saved, with the stored password where none is given', async () => {
  const { id } = await api.connection.get({ workspace, name: 'crm' });
  const { password: _, ...open } = parts();
  const tried = await api.connection.testConfig({ workspace, connector: 'postgres', config: open, id });
  expect(tried.server).toMatch(/PostgreSQL/);
});

test('a system that does not answer is said with its code, and kept as the last test', async () => {
  const config = { ...parts(), port: 1 };
  const { id } = await api.connection.create({ workspace, name: 'dead', connector: 'postgres', config });
  expect((await outcome(() => api.connection.test({ workspace, id }))).code).toBe('CONNECTION_REFUSED');
  const { lastTest } = await api.connection.get({ workspace, id });
  expect(lastTest).toMatchObject({ ok: false, code: 'CONNECTION_REFUSED' });
  const { attention } = await api.home.summary({ workspace });
  expect(attention.map((item) => item.kind)).toContain('connection-failed');
});

test('streams, sample rows and preflight come from the system', async () => {
  const streams = await api.connection.streams({ workspace, name: 'crm' });
  const contacts = streams.find((stream) => stream.name === 'public.contacts');
  expect(contacts?.key).toEqual(['id']);
  expect(contacts?.fields.map((field) => field.name)).toEqual(['id', 'email']);

  await source.query('create table later (id int primary key)');
  expect((await api.connection.streams({ workspace, name: 'crm' })).length).toBe(streams.length);
  const fresh = await api.connection.streams({ workspace, name: 'crm', refresh: true });
  expect(fresh.length).toBe(streams.length + 1);

  const { rows } = await api.connection.sample({
    workspace,
    name: 'crm',
    stream: 'public.contacts',
    limit: 3,
  });
  expect(rows).toHaveLength(3);
  expect(rows[0]?.email).toContain('@example.test');

  const findings = await api.connection.preflight({ workspace, name: 'crm', streams: ['public.contacts'] });
  expect(findings.length).toBeGreaterThan(0);
});

test('a connection that a flow uses stays, with its name', async () => {
  const graph = twoTables('Uses it', {
    left: ['crm', 'public.contacts'],
    right: ['crm', 'public.later'],
    fields: [['id', 'id']],
  });
  const flow = await api.flow.create({ workspace, name: 'Uses it', graph });
  const { id, usedBy } = await api.connection.get({ workspace, name: 'crm' });
  expect(usedBy).toEqual([{ flowId: flow.id, flowName: 'Uses it' }]);
  expect((await outcome(() => api.connection.delete({ workspace, id }))).code).toBe('IN_USE');
  expect((await outcome(() => api.connection.update({ workspace, id, name: 'new' }))).code).toBe('IN_USE');
  await api.flow.delete({ workspace, id: flow.id, confirm: 'Uses it' });
  await api.connection.delete({ workspace, id });
  expect((await outcome(() => api.connection.get({ workspace, id }))).code).toBe('NOT_FOUND');
});
