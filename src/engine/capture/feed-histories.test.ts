import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { SyncError } from '#core/errors/sync-error.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#launch/embedded-postgres.ts';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import { type TestDatabase, testDatabase } from '#testing/test-database.ts';
import { testStore } from '#testing/test-store.ts';

const run = promisify(execFile);
const table = (name: string) =>
  `CREATE TABLE ${name} (id int PRIMARY KEY, a text); ALTER TABLE ${name} REPLICA IDENTITY FULL;`;
const fields = ['id', 'a'].map((name) => ({ left: name, right: name }));

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;
let folder = '';
let server: EmbeddedPostgres | null = null;
let flow: Flow | null = null;
let databases: TestDatabase[] = [];

afterEach(async () => {
  await flow?.close();
  await Promise.all(databases.map((database) => database.close()));
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
  flow = null;
  server = null;
  databases = [];
});

const data = (name: string) => join(folder, name);
const begin = async (name: string, settings: Record<string, string> = {}) => {
  server = await startEmbeddedPostgres({ folder: data(name), settings: { fsync: 'off', ...settings } });
};

/** A flow with one side on a server of its own, of which a copy can take the place. */
async function start(side: 'left' | 'right'): Promise<Flow> {
  folder = await mkdtemp(join(tmpdir(), 'syncline-history-'));
  // The server's own account must reach what is below.
  await chmod(folder, 0o711);
  await begin('first');
  const own = server?.url('postgres');
  const left = await testDatabase('history_left', undefined, side === 'left' ? own : undefined);
  const right = await testDatabase('history_right', undefined, side === 'right' ? own : undefined);
  const store = await testStore('history_store');
  databases = [left, right, store];
  flow = await flowOnDatabases('history', {
    leftSql: table('l'),
    rightSql: table('r'),
    lanes: [{ left: 'public.l', right: 'public.r', mapping: { match: [['id', 'id']], fields } }],
    databases: { left, right, store },
  });
  await flow.start();
  return flow;
}

/** Writes on the left, and waits until the store knows that the right has it. */
async function carry(started: Flow, id: number): Promise<void> {
  const placeOf = async () => (await started.store.query('SELECT places FROM lane_state'))[0]?.places;
  const before = JSON.stringify(await placeOf());
  await started.left.query(`INSERT INTO l VALUES (${id}, 'a${id}')`);
  await eventually('its place is kept', async () => JSON.stringify(await placeOf()) !== before);
  expect(await idsOf(started.right, 'r')).toContain(id);
}

const idsOf = async (database: TestDatabase, name: string) =>
  (await database.query<{ id: number }>(`SELECT id FROM ${name} ORDER BY id`)).map(({ id }) => id);

/** Stops the flow and the server, and copies the server's data, or puts a copy in its place. */
async function exchange(started: Flow, from: string, to: string): Promise<void> {
  await started.stop();
  await server?.stop();
  await run('cp', ['-a', data(from), data(to)]);
}

/** Lets the copy end its recovery on a timeline of its own, as a standby does that is promoted. */
async function promote(name: string): Promise<void> {
  await writeFile(join(data(name), 'data', 'recovery.signal'), '');
  await begin(name, { restore_command: 'false' });
}

async function refused(started: Flow): Promise<string> {
  await started.start({ untilLive: false });
  await eventually('the engine ends', () => started.ended() !== null);
  const error = started.ended();
  expect(error).toBeInstanceOf(SyncError);
  expect((error as SyncError).code).toBe('HISTORY_CHANGED');
  await started.stop();
  return (error as SyncError).detail;
}

const now = () => Date.now() * 1000 + 1_000_000;

describe('a server that is not in the state in which it was left', () => {
  test('[E8] a source restored from an older copy is noticed, and repaired once somebody says so', async () => {
    const started = await start('left');
    await carry(started, 1);
    await exchange(started, 'first', 'copy');
    await begin('first');
    await started.start();
    await started.left.query(`SELECT pg_logical_emit_message(true, 'noise', repeat('x', 1000000))`);
    await carry(started, 2);
    await started.stop();
    await server?.stop();
    await begin('copy');
    expect(await refused(started)).toMatch(/left: Its log ends at .* had been read of it/);
    // It stays so: another attempt changes nothing.
    await refused(started);
    expect(await idsOf(started.left, 'l')).toEqual([1]);
    await started.start({ wantedAt: now() });
    await eventually('what was lost comes back', async () => (await idsOf(started.left, 'l')).length === 2);
    await started.left.query(`INSERT INTO l VALUES (3, 'a3')`);
    await eventually('it goes on', async () => (await idsOf(started.right, 'r')).length === 3);
  }, 180_000);

  test('[E8] a standby that lacks what was read is noticed, one that has it all takes over', async () => {
    const started = await start('left');
    await carry(started, 1);
    await exchange(started, 'first', 'old');
    await begin('first');
    await started.start();
    await carry(started, 2);
    await exchange(started, 'first', 'successor');
    await promote('successor');
    await started.start();
    await started.left.query(`INSERT INTO l VALUES (3, 'a3')`);
    await eventually('the successor is read', async () => (await idsOf(started.right, 'r')).length === 3);
    const [state] = await started.store.query(`SELECT timeline FROM feed_state WHERE "feedId" LIKE '%_cl'`);
    expect(state?.timeline).toBe('2');
    await started.stop();
    await started.store.query(`UPDATE feed_state SET timeline = '1' WHERE "feedId" LIKE '%_cl'`);
    await server?.stop();
    await promote('old');
    expect(await refused(started)).toMatch(/left: It left timeline 1 at .* had been read of it/);
  }, 180_000);

  test('[E8] a target restored from an older copy is noticed, and is given what it lacks', async () => {
    const started = await start('right');
    await carry(started, 1);
    await exchange(started, 'first', 'copy');
    await begin('first');
    await started.start();
    await carry(started, 2);
    await started.stop();
    await server?.stop();
    await promote('copy');
    expect(await refused(started)).toMatch(/right: public\.r was at .* it was restored from an older state/);
    expect(await idsOf(started.right, 'r')).toEqual([1]);
    await started.start({ wantedAt: now() });
    await eventually('what was lost comes back', async () => (await idsOf(started.right, 'r')).length === 2);
    await started.right.query(`INSERT INTO r VALUES (3, 'a3')`);
    await eventually('both ways go on', async () => (await idsOf(started.left, 'l')).length === 3);
  }, 180_000);
});
