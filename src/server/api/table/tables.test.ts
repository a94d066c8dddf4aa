import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, type ApiFixture, apiFixture, outcome, twoTables } from '#testing/api-fixture.ts';
import { type TestDatabase, testDatabase } from '#testing/test-database.ts';

let fixture: ApiFixture;
let crm: TestDatabase;
let app: TestDatabase;
let api: Api;
const workspace = 'main';
const ends = { workspace, from: { name: 'crm' }, to: { name: 'app' } };

beforeAll(async () => {
  fixture = await apiFixture('api_tables');
  [crm, app] = await Promise.all([testDatabase('api_tables_crm'), testDatabase('api_tables_app')]);
  await crm.query(`create table accounts (id int primary key, account_name text not null, shut_at timestamptz);
    create table contacts (id int primary key, account_id int references accounts, mail text unique,
      shout text generated always as (upper(mail)) stored);
    insert into accounts values (1, 'Muster AG', null)`);
  await app.query('create table "Existing" (id int primary key, "createdAt" date, "ownerId" int)');
  const owner = await fixture.person('owner');
  await fixture.workspace(workspace, owner);
  api = fixture.as(owner);
  for (const [name, { url }] of Object.entries({ crm, app })) {
    await api.connection.create({ workspace, name, connector: 'postgres', config: { url } });
  }
});
afterAll(async () => {
  await fixture.close();
  await Promise.all([crm.close(), app.close()]);
});

const textOf = (plan: Awaited<ReturnType<Api['table']['plan']>>) =>
  plan.statements.map(({ sql }) => `${sql};`).join('\n');

test('a whole schema is planned in order, in the naming of the target, and nothing is made by that', async () => {
  const plan = await api.table.plan({ ...ends, tables: [] });
  expect(plan).toMatchObject({ naming: 'camel', detected: 'camel', findings: [] });
  expect(plan.tables.map(({ source, table }) => [source, table.name])).toEqual([
    ['public.accounts', 'public.accounts'],
    ['public.contacts', 'public.contacts'],
  ]);
  expect(textOf(plan)).toContain('"accountName" text NOT NULL');
  expect(textOf(plan)).toContain('FOREIGN KEY ("accountId") REFERENCES public.accounts (id)');
  expect(await api.connection.streams({ workspace, name: 'app', refresh: true })).toHaveLength(1);
});

test('what a person changed is what runs; the new streams come with their pairs, and the account has it', async () => {
  const request = { ...ends, tables: [{ stream: 'public.accounts' }, { stream: 'public.contacts' }] };
  const sql = textOf(await api.table.plan(request)).replace('text NOT NULL', 'varchar(80) NOT NULL');
  const { report, created } = await api.table.create({ ...request, sql });
  expect(report).toMatchObject({ failed: null, undone: [], left: [] });
  const decision = {
    kind: 'created',
    reason: expect.stringMatching(/^Created from \w+ of public\.\w+ in crm\.$/),
  };
  expect(created).toEqual([
    {
      source: 'public.accounts',
      stream: 'public.accounts',
      match: [['id', 'id']],
      pairs: [
        { left: 'id', right: 'id', decision },
        { left: 'account_name', right: 'accountName', decision },
        { left: 'shut_at', right: 'shutAt', decision },
      ],
    },
    {
      source: 'public.contacts',
      stream: 'public.contacts',
      match: [['id', 'id']],
      pairs: [
        { left: 'id', right: 'id', decision },
        { left: 'account_id', right: 'accountId', decision },
        { left: 'mail', right: 'mail', decision },
        { left: 'shout', right: 'shout', direction: 'forward', decision },
      ],
    },
  ]);
  const streams = await api.connection.streams({ workspace, name: 'app' });
  const made = streams.find(({ name }) => name === 'public.accounts');
  expect(made?.fields[1]).toMatchObject({ type: { kind: 'text', max: 80 }, nullable: false });
  const { events } = await api.activity.list({ workspace });
  expect(events[0]).toMatchObject({
    action: 'table.create',
    actor: 'owner@example.test',
    target: { kind: 'connection', name: 'app' },
    detail: { from: 'crm', tables: 'public.accounts, public.contacts', ran: report.ran, refused: null },
  });
});

test('what stands in the way is told; what is refused leaves nothing behind', async () => {
  const again = { ...ends, tables: [{ stream: 'public.accounts' }] };
  expect((await api.table.plan(again)).findings).toMatchObject([{ code: 'STREAM_EXISTS' }]);
  const sql =
    'CREATE TABLE first (id int); CREATE TABLE public.accounts (id int); CREATE TABLE last (id int)';
  const { report, created } = await api.table.create({ ...again, sql });
  expect(report).toEqual({
    ran: [],
    undone: ['CREATE TABLE first (id int)'],
    failed: expect.objectContaining({ code: 'STREAM_EXISTS' }),
    left: ['CREATE TABLE last (id int)'],
  });
  expect(created).toEqual([]);
  const unmaking = await outcome(() => api.table.create({ ...again, sql: 'DROP TABLE public.accounts' }));
  expect(unmaking.code).toBe('INPUT_INVALID');
  const missing = await outcome(() => api.table.plan({ ...ends, tables: [{ stream: 'public.none' }] }));
  expect(missing.code).toBe('STREAM_MISSING');
  const streams = await api.connection.streams({ workspace, name: 'app', refresh: true });
  expect(streams.map(({ name }) => name).toSorted()).toEqual([
    'public.Existing',
    'public.accounts',
    'public.contacts',
  ]);
});

test('a flow to a stream that is not there is planned with the statements that would make it as mapped', async () => {
  const graph = twoTables('To be made', {
    left: ['crm', 'public.contacts'],
    right: ['app', 'public.letters'],
    fields: [
      ['id', 'letterId'],
      ['mail', 'sent_to'],
    ],
  });
  const { problems, tables } = await api.flow.plan({ workspace, graph });
  expect(problems.map(({ code }) => code)).toContain('STREAM_MISSING');
  expect(tables).toMatchObject([
    {
      nodeId: 'b',
      connection: 'app',
      stream: 'public.letters',
      from: { connection: 'crm', stream: 'public.contacts' },
      findings: [],
      refused: null,
    },
  ]);
  const sql = tables[0]?.statements.map((statement) => statement.sql).join('\n');
  expect(sql).toMatch(
    /CREATE TABLE public.letters \(\s+"letterId" integer NOT NULL,\s+sent_to text,\s+PRIMARY KEY/,
  );
  expect(sql).not.toContain('shout');
  const there = await api.flow.plan({
    workspace,
    graph: twoTables('There', {
      left: ['crm', 'public.accounts'],
      right: ['app', 'public.accounts'],
      fields: [['id', 'id']],
    }),
  });
  expect(there.tables).toEqual([]);
});
