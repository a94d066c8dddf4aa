import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, type ApiFixture, apiFixture, outcome } from '#testing/api-fixture.ts';
import { type TestDatabase, testDatabase } from '#testing/test-database.ts';

let fixture: ApiFixture;
let db: TestDatabase;
let api: Api;
const workspace = 'main';

beforeAll(async () => {
  fixture = await apiFixture('api_mapping');
  db = await testDatabase('api_mapping');
  await db.query(`create table contacts (id int primary key, email text, zip text);
    create table people (id int primary key, mail_address text, postal_code varchar(12), extra json)`);
  const owner = await fixture.person('owner');
  await fixture.workspace(workspace, owner);
  api = fixture.as(owner);
  await api.connection.create({ workspace, name: 'crm', connector: 'postgres', config: { url: db.url } });
});
afterAll(async () => {
  await fixture.close();
  await db.close();
});

const left = { connection: 'crm', stream: 'public.contacts' };
const right = { connection: 'crm', stream: 'public.people' };

test('fields of two streams are suggested to each other, with why', async () => {
  const { pairs, thresholds } = await api.mapping.suggestFields({ workspace, left, right });
  expect(pairs).toMatchObject([
    { left: 'id', right: 'id', reason: expect.stringContaining('both are the primary key') },
    { left: 'email', right: 'mail_address' },
    { left: 'zip', right: 'postal_code' },
  ]);
  for (const { confidence } of pairs) expect(confidence).toBeGreaterThan(thresholds.accept);
});

test('a stream or connection that is not there is said to be missing', async () => {
  const ask = (more: object) => outcome(() => api.mapping.suggestFields({ workspace, left, right, ...more }));
  expect((await ask({ left: { connection: 'crm', stream: 'public.none' } })).code).toBe('STREAM_MISSING');
  expect((await ask({ right: { connection: 'none', stream: 'public.people' } })).code).toBe('NOT_FOUND');
});
