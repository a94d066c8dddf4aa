import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ConnectorSession } from '#core/ports/connector.ts';
import { applyWrites } from '#testing/contract/apply-writes.ts';
import { FeedReader } from '#testing/contract/feed-reader.ts';
import { type TestDatabase, testDatabase } from '#testing/test-database.ts';
import { postgresConnector } from './index.ts';

let database: TestDatabase;
let session: ConnectorSession;
let role: string;

beforeEach(async () => {
  database = await testDatabase('preflight');
  role = `user_${database.name}`;
  await database.query(`
    CREATE ROLE ${role} LOGIN PASSWORD 'secret';
    CREATE SCHEMA crm;
    CREATE TABLE crm.contacts (id int PRIMARY KEY, name text);
    CREATE TABLE crm.bare (id int);
    CREATE TABLE crm.coded (code text UNIQUE, n int);
    ALTER TABLE crm.coded REPLICA IDENTITY FULL`);
  const url = new URL(database.url);
  url.username = role;
  url.password = 'secret';
  session = postgresConnector.open({ url: url.href });
});

afterEach(async () => {
  await session.close();
  await database.query(`DROP OWNED BY ${role}`);
  await database.close();
});

test('a user without rights is told everything at once, and what mends it does', async () => {
  const request = { streams: ['crm.contacts', 'crm.absent'], use: 'both' as const };
  const errors = async () =>
    (await session.preflight(request)).filter(({ severity }) => severity === 'error');
  const first = await errors();
  expect(first.map(({ code, stream, title }) => [code, stream, title])).toEqual([
    ['PRIVILEGE_MISSING', null, `${role} may not replicate`],
    ['PRIVILEGE_MISSING', null, 'Publications cannot be made'],
    ['PRIVILEGE_MISSING', null, 'syncline.checkpoint cannot be made'],
    ['PRIVILEGE_MISSING', 'crm.contacts', `${role} may not use the schema crm`],
    ['PRIVILEGE_MISSING', 'crm.contacts', `${role} lacks SELECT, INSERT, UPDATE, DELETE on crm.contacts`],
    ['PRIVILEGE_MISSING', 'crm.contacts', `${role} may not publish crm.contacts`],
    ['STREAM_MISSING', 'crm.absent', 'crm.absent is not there'],
  ]);
  await expect(session.source.prepare({ feedId: 'f', streams: ['crm.contacts'] })).rejects.toMatchObject({
    code: 'PRIVILEGE_MISSING',
  });
  for (const { fix, stream } of first) if (stream !== 'crm.absent') await database.query(fix!);
  // Ownership by a group of the table's owner is the fix; the test's owner is a superuser, so take it back.
  await database.query(`REVOKE postgres FROM ${role}; ALTER TABLE crm.contacts OWNER TO ${role}`);
  expect((await errors()).map(({ code }) => code)).toEqual(['STREAM_MISSING']);
});

test('the least-privileged user of the README can run a whole sync', async () => {
  await database.query(`
    ALTER ROLE ${role} REPLICATION;
    GRANT CREATE ON DATABASE ${database.name} TO ${role};
    GRANT USAGE ON SCHEMA crm TO ${role};
    GRANT SELECT, INSERT, UPDATE, DELETE ON crm.contacts TO ${role};
    ALTER TABLE crm.contacts OWNER TO ${role};
    ALTER TABLE crm.contacts REPLICA IDENTITY FULL`);
  const findings = await session.preflight({ streams: ['crm.contacts'], use: 'both' });
  expect(findings.filter(({ severity }) => severity !== 'ok')).toEqual([]);
  const feed = { feedId: 'f', streams: ['crm.contacts'] };
  expect(await session.source.prepare(feed)).toEqual({ created: true });
  const reader = new FeedReader(await session.source.open(feed));
  await session.target.prepare(['l/right']);
  const key = { id: '1' };
  const write = {
    tag: 'l/right',
    stream: 'crm.contacts',
    op: 'insert',
    key,
    guard: null,
    set: { id: '1', name: 'x' },
  } as const;
  await applyWrites(session.target, [write]);
  await reader.pass(await session.source.head());
  expect(reader.changes).toMatchObject([{ op: 'insert', writer: 'l/right', after: { id: '1', name: 'x' } }]);
  const scope = { feedIds: ['f'], tags: ['l/right'] };
  const removed = await session.cleanup(scope);
  expect(removed.map(({ kind, problem }) => [kind, problem])).toEqual(
    ['replication slot', 'publication', 'row', 'table', 'schema'].map((kind) => [kind, undefined]),
  );
  await reader.done.catch((error: unknown) => expect(error).toMatchObject({ code: 'CONNECTION_LOST' }));
  const [left] = await database.query(`SELECT
    (SELECT count(*)::int FROM pg_replication_slots WHERE database = current_database()) AS slots,
    (SELECT count(*)::int FROM pg_publication) AS publications,
    (SELECT count(*)::int FROM pg_namespace WHERE nspname = 'syncline') AS schemas`);
  expect(left).toEqual({ slots: 0, publications: 0, schemas: 0 });
});

test('tables without a key or a whole old row', async () => {
  const superuser = postgresConnector.open({ url: database.url });
  const findings = await superuser.preflight({
    streams: ['crm.contacts', 'crm.bare', 'crm.coded'],
    use: 'both',
  });
  await superuser.close();
  const told = findings.filter(({ severity, stream }) => stream !== null && severity !== 'ok');
  expect(told.map(({ severity, code, stream }) => [severity, code, stream])).toEqual([
    ['warning', 'BEFORE_IMAGE_PARTIAL', 'crm.contacts'],
    ['error', 'KEY_MISSING', 'crm.bare'],
    ['warning', 'BEFORE_IMAGE_PARTIAL', 'crm.bare'],
    ['warning', 'KEY_MISSING', 'crm.coded'],
  ]);
  expect(told[0]?.fix).toBe('ALTER TABLE "crm"."contacts" REPLICA IDENTITY FULL;');
});

test('a policy that hides rows is an error, for reading too', async () => {
  await database.query(`
    GRANT USAGE ON SCHEMA crm TO ${role}; GRANT SELECT ON crm.contacts TO ${role};
    ALTER TABLE crm.contacts ENABLE ROW LEVEL SECURITY;
    CREATE POLICY upper_half ON crm.contacts USING (id > 10)`);
  const findings = await session.preflight({ streams: ['crm.contacts'], use: 'source' });
  expect(findings.map(({ title }) => title)).toContain('Row security hides rows of crm.contacts');
  const snapshot = session.source.snapshot({
    stream: 'crm.contacts',
    key: ['id'],
    fields: ['id'],
    cursor: null,
    limit: 1,
  });
  await expect(snapshot).rejects.toMatchObject({ code: 'PRIVILEGE_MISSING' });
});

test('cleanup reports what it cannot remove and removes the rest', async () => {
  const superuser = postgresConnector.open({ url: database.url });
  await superuser.source.prepare({ feedId: 'f', streams: ['crm.contacts'] });
  await superuser.target.prepare(['l/right']);
  await database.query('CREATE TABLE syncline.of_somebody_else (id int)');
  const removed = await superuser.cleanup({ feedIds: ['f'], tags: ['l/right'] });
  await superuser.close();
  expect(removed.filter(({ problem }) => problem).map(({ kind }) => kind)).toEqual(['schema']);
  expect(removed).toHaveLength(5);
});
