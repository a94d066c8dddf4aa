import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { writeUnseen } from '#testing/engine/write-unseen.ts';
import { runningSyncline } from '#testing/running-syncline.ts';
import { type TestDatabase, testDatabase } from '#testing/test-database.ts';

// The whole way as a person goes it: from two databases to a running, verified and removed flow, by command alone.

const graph = {
  formatVersion: 1,
  name: 'Contacts and people',
  nodes: [
    { id: 'left', kind: 'endpoint', connection: 'crm', stream: 'public.contacts' },
    {
      id: 'map',
      kind: 'mapping',
      match: [['id', 'person_id']],
      fields: [
        { left: 'id', right: 'person_id' },
        { left: 'phone', right: 'mobile' },
      ],
    },
    { id: 'rule', kind: 'conflict', rule: { kind: 'hold' } },
    { id: 'right', kind: 'endpoint', connection: 'app', stream: 'public.people' },
  ],
  edges: [
    { id: 'e1', source: 'left', target: 'map' },
    { id: 'e2', source: 'map', target: 'rule' },
    { id: 'e3', source: 'rule', target: 'right' },
  ],
};
const flow = graph.name;

let syncline: Awaited<ReturnType<typeof runningSyncline>>;
let crm: TestDatabase;
let app: TestDatabase;
let folder: string;
let file: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'syncline-cli-files-'));
  file = join(folder, 'flow.json');
  await writeFile(file, JSON.stringify(graph));
  [crm, app] = await Promise.all([testDatabase('cli_crm'), testDatabase('cli_app')]);
  await crm.query(`CREATE TABLE contacts (id bigint PRIMARY KEY, phone text);
    ALTER TABLE contacts REPLICA IDENTITY FULL;
    INSERT INTO contacts SELECT n, 'phone ' || n FROM generate_series(1, 500) n`);
  await app.query(`CREATE TABLE people (person_id bigint PRIMARY KEY, mobile varchar(40));
    ALTER TABLE people REPLICA IDENTITY FULL`);
  syncline = await runningSyncline();
});
afterAll(async () => {
  await syncline.close();
  await Promise.all([crm.close(), app.close()]);
  await rm(folder, { recursive: true });
});

/** Runs the command with --json and gives what it printed. */
async function json<T>(argv: string[], code = 0, stdin = ''): Promise<T> {
  const result = await syncline.syncline([...argv, '--json'], stdin);
  expect(result, argv.join(' ')).toMatchObject({ code, stderr: '' });
  return JSON.parse(result.stdout) as T;
}

const objects = (database: TestDatabase) =>
  database.query(
    `SELECT slot_name::text AS name FROM pg_replication_slots WHERE database = current_database()
     UNION ALL SELECT pubname FROM pg_publication
     UNION ALL SELECT nspname FROM pg_namespace WHERE nspname LIKE 'syncline%'`,
  );

test('from two databases to a running flow, and away again, by command alone', async () => {
  for (const [name, { url }] of [['crm', crm] as const, ['app', app] as const]) {
    const argv = ['connection', 'add', name, '--connector', 'postgres', '--url', url];
    expect(await json(argv)).toMatchObject({
      name,
      test: { server: expect.stringMatching(/^PostgreSQL 18/) },
    });
  }
  expect(await json(['connection', 'streams', 'crm'])).toMatchObject([
    { name: 'public.contacts', key: ['id'] },
  ]);
  expect(await json(['map', 'suggest', 'crm', 'app'])).toMatchObject([
    { left: 'public.contacts', right: 'public.people' },
  ]);
  const tables = ['crm', 'public.contacts', 'app', 'public.people'];
  expect(await json(['map', 'suggest', ...tables])).toMatchObject({
    samples: { left: { rows: 500 }, right: { rows: 0 } },
    pairs: [
      { left: 'id', right: 'person_id' },
      { left: 'phone', right: 'mobile' },
    ],
  });
  expect(await json(['connection', 'test', 'app'])).toMatchObject({ latencyMs: expect.any(Number) });
  const preflight = ['connection', 'preflight', 'crm', '--stream', 'public.contacts'];
  const findings = await json<{ severity: string }[]>(preflight);
  expect(findings.filter((finding) => finding.severity === 'error')).toEqual([]);

  expect(await json(['flow', 'validate', file])).toMatchObject([{ valid: true, lanes: ['left-map-right'] }]);
  expect(await json(['flow', 'plan', file], 3)).toMatchObject([{ exists: false }]);
  const applied = await json(['flow', 'apply', file, '--deploy', '--wait', '--timeout', '60']);
  expect(applied).toMatchObject([{ created: true, version: 1, status: { phase: 'live' } }]);
  expect(await app.query('SELECT count(*)::int AS n FROM people')).toEqual([{ n: 500 }]);
  expect(await json(['flow', 'plan', file])).toMatchObject([{ exists: true, changes: [] }]);
  expect(await json(['verify', flow])).toMatchObject({ agreed: true, lanes: [{ checked: 500 }] });

  // A change, seen on the other side and in the account.
  await app.query("UPDATE people SET mobile = 'changed' WHERE person_id = 7");
  await vi.waitFor(
    async () =>
      expect(await crm.query('SELECT phone FROM contacts WHERE id = 7')).toEqual([{ phone: 'changed' }]),
    { timeout: 10_000, interval: 50 },
  );
  const list = ['records', 'list', '--flow', flow, '--record', '7', '--op', 'update', '--side', 'right'];
  await vi.waitFor(
    async () =>
      expect(await json(list)).toMatchObject({ entries: [{ status: 'applied', changed: ['mobile'] }] }),
    { timeout: 10_000 },
  );
  expect(await json(['records', 'show', flow, '7'])).toMatchObject([
    { left: { id: '7', phone: 'changed' }, right: { person_id: '7', mobile: 'changed' } },
  ]);

  // A conflict, held until somebody decides it.
  await json(['flow', 'pause', flow]);
  await phase('paused');
  await crm.query("UPDATE contacts SET phone = 'left' WHERE id = 8");
  await app.query("UPDATE people SET mobile = 'right' WHERE person_id = 8");
  await json(['flow', 'resume', flow]);
  const held = await vi.waitFor(
    async () => {
      const { items } = await json<{ items: { id: string; recordKey: string }[] }>(['conflicts', 'list']);
      expect(items).toMatchObject([{ recordKey: '["8"]', code: 'CONFLICT_HELD' }]);
      return items[0]?.id ?? '';
    },
    { timeout: 15_000 },
  );
  await json(['conflicts', 'resolve', held, '--right']);
  await vi.waitFor(
    async () =>
      expect(await crm.query('SELECT phone FROM contacts WHERE id = 8')).toEqual([{ phone: 'right' }]),
    { timeout: 10_000, interval: 50 },
  );
  await vi.waitFor(
    async () => expect(await json(['conflicts', 'list'])).toEqual({ items: [], more: false }),
    {
      timeout: 15_000,
    },
  );
  expect(await json(['verify', flow])).toMatchObject({ agreed: true });
  expect(await json(['operations', 'list'])).toMatchObject({
    operations: [{ kind: 'verify' }, { kind: 'verify' }],
  });

  // What no log tells, verify finds, and repairs on request.
  await writeUnseen(app, 'DELETE FROM people WHERE person_id IN (9, 20)');
  expect(await json(['verify', flow], 3)).toMatchObject({
    agreed: false,
    repair: null,
    lanes: [{ way: 'digests', onlyLeft: 2 }],
  });
  // A range of keys is met anew on request.
  const range = ['--stream', 'public.contacts', '--from', '15', '--to', '24', '--rate', '1000'];
  expect(await json(['resync', flow, ...range])).toMatchObject({
    result: { stream: 'public.contacts', met: 20, settled: 1, held: 0 },
  });
  expect(await json(['verify', flow, '--repair'])).toMatchObject({
    agreed: true,
    repair: { found: 1, settled: 1 },
  });
  expect(await app.query('SELECT count(*)::int AS n FROM people WHERE person_id = 9')).toEqual([{ n: 1 }]);

  // What is exported is what was applied; a changed file is told from it.
  const exported = await json<typeof graph>(['flow', 'export', flow]);
  expect(await json(['flow', 'plan', '-'], 0, JSON.stringify(exported))).toMatchObject([{ changes: [] }]);
  const other = JSON.stringify(exported).replace('"kind":"hold"', '"kind":"newest","tie":"left"');
  expect(await json(['flow', 'plan', '-'], 3, other)).toMatchObject([
    { exists: true, changes: expect.anything() },
  ]);
  const second = ['flow', 'apply', '-', '--deploy', '--wait', '--message', 'Newest wins', '--timeout', '60'];
  expect(await json(second, 0, other)).toMatchObject([{ version: 2, status: { phase: 'live' } }]);
  expect(await json(['flow', 'versions', flow])).toMatchObject([
    { number: 2, message: 'Newest wins', live: true },
    { number: 1, live: false },
  ]);

  // The account of all that proves that nobody has altered it, and goes on from where it stood.
  const anchor = `${file}.anchor`;
  expect(await json(['ledger', 'audit', '--flow', flow, '--save-anchor', anchor])).toMatchObject({
    holds: true,
    lanes: [{ earlier: 0, superseded: expect.any(Number) }],
  });
  expect(await json(['ledger', 'audit', '--anchor', anchor])).toMatchObject({ holds: true });

  // And nothing of it stays behind but the data.
  expect(await objects(crm)).not.toEqual([]);
  expect(await json(['cleanup', flow, '--yes'])).toMatchObject({ removed: true });
  expect(await objects(crm)).toEqual([]);
  expect(await objects(app)).toEqual([]);
  expect(await json(['flow', 'list'])).toEqual([]);
  expect(await app.query('SELECT count(*)::int AS n FROM people')).toEqual([{ n: 500 }]);
}, 300_000);

async function phase(wanted: string): Promise<void> {
  await vi.waitFor(
    async () => expect(await json(['flow', 'status', flow])).toMatchObject({ phase: wanted }),
    {
      timeout: 15_000,
    },
  );
}
