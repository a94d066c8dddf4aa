import { afterAll, beforeAll, expect, test } from 'vitest';
import { confidenceBand } from '#core/mapping/confidence-band.ts';
import { type Api, type ApiFixture, apiFixture, outcome, twoTables } from '#testing/api-fixture.ts';
import { type TestDatabase, testDatabase } from '#testing/test-database.ts';

let fixture: ApiFixture;
let db: TestDatabase;
let api: Api;
let viewer: Api;
const workspace = 'main';

/** Fields of two tables that belong together, by what names say, by what values say, and by neither. */
const byName = [
  ['firstname', 'given_name'],
  ['lastname', 'surname'],
  ['email', 'mail_address'],
  ['zip', 'postal_code'],
  ['city', 'town'],
  ['phone', 'telephone_no'],
  ['createdate', 'inserted_at'],
  ['account_owner', 'owner_name'],
] as const;
const byValues = Array.from({ length: 20 }, (_, n) => [`attr_${n}`, `x${97 - n}`] as const);
const fillers = Array.from({ length: 31 }, (_, n) => [`spare_${n}`, `unused_${n}`] as const);
const columns = [...byName, ...byValues, ...fillers];

beforeAll(async () => {
  fixture = await apiFixture('api_mapping');
  db = await testDatabase('api_mapping');
  const table = (name: string, at: 0 | 1) =>
    `create table ${name} (id int primary key, ${columns.map((pair) => `${pair[at]} text`).join(', ')})`;
  const values = (at: number) =>
    at >= byName.length + byValues.length ? 'null' : `'value ' || md5('${at}' || (n / 2)::text)`;
  const rows = columns.map((_, at) => values(at)).join(', ');
  await db.query(`${table('contacts', 0)}; ${table('people', 1)};
    insert into contacts select n, ${rows} from generate_series(1, 400) n;
    insert into people select n + 1000, ${rows} from generate_series(1, 390) n;
    create table companies (id int primary key, name text, website text);
    create table organisations (id int primary key, title text, url text)`);
  const owner = await fixture.person('owner');
  const access = await fixture.workspace(workspace, owner);
  const guest = await fixture.person('viewer');
  await fixture.join(access, guest, 'viewer');
  api = fixture.as(owner);
  viewer = fixture.as(guest);
  await api.connection.create({ workspace, name: 'crm', connector: 'postgres', config: { url: db.url } });
});
afterAll(async () => {
  await fixture.close();
  await db.close();
});

const left = { connection: 'crm', stream: 'public.contacts' };
const right = { connection: 'crm', stream: 'public.people' };
const partners = (pairs: { left: string; right: string }[]) =>
  new Map(pairs.map((pair) => [pair.left, pair.right]));

test('two tables of 60 fields: names and values pair what belongs together, and say why', async () => {
  const found = await api.mapping.suggestFields({ workspace, left, right });
  expect(found.samples).toEqual({ left: { rows: 400, problem: null }, right: { rows: 390, problem: null } });
  const sure = found.pairs.filter(
    ({ confidence }) => confidenceBand(confidence, found.thresholds) === 'accept',
  );
  const paired = partners(sure);
  for (const [one, other] of byName) expect(paired.get(one), one).toBe(other);
  const shown = partners(found.pairs);
  for (const [one, other] of byValues) expect(shown.get(one), one).toBe(other);
  expect(found.pairs.find((pair) => pair.left === 'attr_3')?.reason).toMatch(
    /^100 % of 196 distinct values are the same/,
  );
  expect(found.ranked.find((each) => each.left === 'zip')?.candidates[0]?.right).toBe('postal_code');
});

test('without values, names alone have to do', async () => {
  const found = await api.mapping.suggestFields({ workspace, left, right, values: false });
  expect(found.samples).toEqual({ left: { rows: 0, problem: null }, right: { rows: 0, problem: null } });
  expect(partners(found.pairs).get('zip')).toBe('postal_code');
  const named = found.pairs.filter(({ confidence }) => confidence >= found.thresholds.review);
  expect(partners(named).get('attr_3')).toBeUndefined();
});

test('what flows of the workspace have decided counts, but for the flow that asks', async () => {
  const graph = twoTables('Companies', {
    left: ['crm', 'public.companies'],
    right: ['crm', 'public.organisations'],
    fields: [
      ['id', 'id'],
      ['website', 'title'],
    ],
  });
  const { id } = await api.flow.create({ workspace, name: 'Companies', graph });
  const ask = (more: object) =>
    api.mapping.suggestFields({
      workspace,
      left: { connection: 'crm', stream: 'public.companies' },
      right: { connection: 'crm', stream: 'public.organisations' },
      ...more,
    });
  const others = await ask({});
  const learned = others.ranked.find((each) => each.left === 'website')?.candidates;
  expect(learned?.find(({ right: name }) => name === 'title')?.reason).toContain('accepted once before');
  const own = await ask({ flowId: id });
  expect(partners(own.pairs)).toEqual(
    new Map([
      ['id', 'id'],
      ['name', 'title'],
      ['website', 'url'],
    ]),
  );

  // What is turned down is written down with who and when, audited, and not suggested again.
  const rejected = [{ left: 'website', right: 'url', confidence: 0.9, reason: 'near' }];
  const { draft, draftRevision } = await api.flow.get({ workspace, id });
  const nodes = draft.nodes.map((node) => (node.kind === 'mapping' ? { ...node, rejected } : node));
  await api.flow.saveDraft({ workspace, id, graph: { ...draft, nodes }, revision: draftRevision });
  const saved = (await api.flow.get({ workspace, id })).draft.nodes.find((node) => node.kind === 'mapping');
  expect(saved).toMatchObject({
    fields: [{ decision: { kind: 'drawn', by: 'owner@example.test' } }, { decision: { kind: 'drawn' } }],
    rejected: [{ left: 'website', right: 'url', by: 'owner@example.test', at: expect.any(String) }],
  });
  const { events } = await api.activity.list({ workspace });
  expect(events.find(({ action }) => action === 'mapping.decide')).toMatchObject({
    target: { name: 'Companies' },
    detail: { rejected: 1, pairs: { rejected: ['website ⇄ url'] } },
  });
  expect(partners((await ask({})).pairs).get('website')).not.toBe('url');
});

test('streams of two connections are suggested to each other', async () => {
  const found = await viewer.mapping.suggestStreams({ workspace, left: 'crm', right: 'crm' });
  expect(partners(found).get('public.companies')).toBe('public.companies');
});

test('the thresholds are the workspace’s own, and cannot be turned around', async () => {
  const before = await viewer.mapping.thresholds({ workspace });
  expect(before.accept).toBeGreaterThan(before.review);
  const set = (accept: number, review: number) =>
    outcome(() => api.mapping.setThresholds({ workspace, accept, review }));
  expect((await set(0.4, 0.6)).code).toBe('INPUT_INVALID');
  expect((await set(1.5, 0.6)).code).toBe('INPUT_INVALID');
  expect((await set(0.95, 0.6)).code).toBe('ok');
  expect(await viewer.mapping.thresholds({ workspace })).toEqual({ accept: 0.95, review: 0.6 });
  const { thresholds } = await api.mapping.suggestFields({ workspace, left, right, values: false });
  expect(thresholds.accept).toBe(0.95);
  const { events } = await api.activity.list({ workspace });
  expect(events[0]).toMatchObject({ action: 'mapping.setThresholds', detail: { before } });
});

test('a stream or connection that is not there is said to be missing', async () => {
  const ask = (more: object) => outcome(() => api.mapping.suggestFields({ workspace, left, right, ...more }));
  expect((await ask({ left: { connection: 'crm', stream: 'public.none' } })).code).toBe('STREAM_MISSING');
  expect((await ask({ right: { connection: 'none', stream: 'public.people' } })).code).toBe('NOT_FOUND');
});

test('values that cannot be read are left out, and it is told', async () => {
  await db.query(
    `create role ${'blind_reader'} login password 'x'; grant usage on schema public to blind_reader`,
  );
  try {
    const url = new URL(db.url);
    url.username = 'blind_reader';
    url.password = 'x';
    const config = { url: url.toString() };
    await api.connection.create({ workspace, name: 'blind', connector: 'postgres', config });
    await db.query('grant select (id, email) on contacts to blind_reader');
    const found = await outcome(() =>
      api.mapping.suggestFields({ workspace, left: { ...left, connection: 'blind' }, right }),
    );
    expect(found).toMatchObject({
      code: 'ok',
      answer: { samples: { left: { rows: 0, problem: expect.stringContaining('permission') } } },
    });
  } finally {
    await db.query('drop owned by blind_reader; drop role blind_reader');
  }
});
