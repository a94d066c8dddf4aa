import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ConnectorSession } from '#core/ports/connector.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#launch/embedded-postgres.ts';
import { FeedReader } from '#testing/contract/feed-reader.ts';
import { postgresConnector } from './index.ts';
import { feedObjectName } from './postgres-names.ts';

/** Settings that would disturb the tests beside this one need servers of their own. */
type Server = {
  postgres: EmbeddedPostgres;
  folder: string;
  session: ConnectorSession;
  query(sql: string): Promise<void>;
};
const servers: Server[] = [];

async function start(settings: Record<string, string>): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), 'syncline-private-'));
  const postgres = await startEmbeddedPostgres({ folder, settings: { fsync: 'off', ...settings } });
  const url = postgres.url('postgres');
  const server: Server = {
    postgres,
    folder,
    session: postgresConnector.open({ url }),
    async query(sql) {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query(sql);
      await client.end();
    },
  };
  servers.push(server);
  await server.query('CREATE TABLE t (id int PRIMARY KEY, a text); ALTER TABLE t REPLICA IDENTITY FULL');
  return server;
}

let forgetful: Server;
let deaf: Server;

beforeAll(async () => {
  [forgetful, deaf] = await Promise.all([
    start({
      max_slot_wal_keep_size: '1MB',
      max_replication_slots: '1',
      min_wal_size: '32MB',
      max_wal_size: '64MB',
      checkpoint_timeout: '30s',
    }),
    start({ wal_level: 'replica', max_wal_senders: '0', max_replication_slots: '1' }),
  ]);
});

afterAll(async () => {
  await Promise.all(
    servers.map(async ({ session, postgres, folder }) => {
      await session.close();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    }),
  );
});

test('a slot whose log the server removed asks for a repair, and can be made anew', async () => {
  const { session, query } = forgetful;
  const feed = { feedId: 'f', streams: ['public.t'] };
  await session.source.prepare(feed);
  const findings = await session.preflight({ streams: ['public.t'], use: 'source' });
  expect(findings.filter(({ severity }) => severity === 'error')).toMatchObject([
    { code: 'SLOTS_EXHAUSTED', fix: expect.stringContaining('max_replication_slots') },
  ]);
  await expect(session.source.prepare({ ...feed, feedId: 'another' })).rejects.toMatchObject({
    code: 'SLOTS_EXHAUSTED',
  });
  for (let i = 0; i < 5; i++)
    await query(`SELECT pg_logical_emit_message(false, 'noise', repeat('x', 1000000)), pg_switch_wal()`);
  await query('CHECKPOINT');
  expect(await session.source.retained('f')).toMatchObject({ limit: 1024 ** 2 });
  const reader = new FeedReader(await session.source.open(feed));
  await reader.done;
  expect(reader.events).toMatchObject([{ kind: 'reset-required', code: 'SLOT_INVALIDATED' }]);
  expect(await session.source.isWhole('f')).toBe(false);
  expect(await session.source.prepare(feed)).toEqual({ created: true });
  expect(await session.source.isWhole('f')).toBe(true);
  expect(await session.source.prepare(feed)).toEqual({ created: false });
  const removed = await session.cleanup({ feedIds: ['f'], tags: [] });
  expect(removed).toContainEqual({
    kind: 'replication slot',
    name: expect.stringContaining(feedObjectName('f')),
  });
});

test('preflight names every setting that stands in the way, with the way to mend it', async () => {
  const findings = await deaf.session.preflight({ streams: ['public.t'], use: 'source' });
  const errors = findings.filter(({ severity }) => severity === 'error');
  expect(errors.map(({ code, fix }) => [code, fix])).toEqual([
    ['LOG_LEVEL', 'ALTER SYSTEM SET wal_level = logical;'],
    ['SLOTS_EXHAUSTED', 'ALTER SYSTEM SET max_wal_senders = 10;'],
  ]);
  await expect(deaf.session.source.prepare({ feedId: 'f', streams: ['public.t'] })).rejects.toMatchObject({
    code: 'LOG_LEVEL',
  });
});

test('a server that is gone is refused, a server without TLS says so', async () => {
  const url = new URL(deaf.postgres.url('postgres'));
  const open = (change: Record<string, unknown>) => {
    const session = postgresConnector.open({
      host: url.hostname,
      port: Number(url.port),
      user: url.username,
      password: url.password,
      database: 'postgres',
      ...change,
    });
    return session.test().finally(() => session.close());
  };
  expect((await open({})).server).toMatch(/^PostgreSQL 18/);
  await expect(open({ ssl: 'require' })).rejects.toMatchObject({ code: 'TLS_FAILED' });
  await expect(open({ ssl: 'verify-full' })).rejects.toMatchObject({ code: 'TLS_FAILED' });
  await expect(open({ password: 'wrong' })).rejects.toMatchObject({ code: 'AUTH_FAILED' });
  await expect(open({ database: 'absent' })).rejects.toMatchObject({ code: 'DATABASE_MISSING' });
  await expect(open({ port: 1 })).rejects.toMatchObject({ code: 'CONNECTION_REFUSED' });
  await expect(open({ host: 'no-such-host.invalid' })).rejects.toMatchObject({ code: 'CONNECTION_REFUSED' });
});
