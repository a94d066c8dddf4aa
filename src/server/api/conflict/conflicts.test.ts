import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Lane } from '#core/flow/lane.ts';
import type { ConflictAccount } from '#core/ledger/ledger-entry.ts';
import type { PendingRecord } from '#core/ledger/pending-record.ts';
import { PgLaneStore } from '#db/ledger/pg-lane-store.ts';
import { toJson } from '#db/to-json.ts';
import { type Api, type ApiFixture, apiFixture, outcome, twoTables } from '#testing/api-fixture.ts';
import { ledgerEntry } from '#testing/ledger-fixture.ts';
import { type TestDatabase, testDatabase } from '#testing/test-database.ts';

let fixture: ApiFixture;
let left: TestDatabase;
let right: TestDatabase;
let api: Api;
let flowId: string;
let laneId: string;
const workspace = 'main';

beforeAll(async () => {
  fixture = await apiFixture('api_conflicts');
  left = await testDatabase('api_conflicts_left');
  right = await testDatabase('api_conflicts_right');
  await left.query(`create table contacts (id int primary key, email text);
    insert into contacts values (1, 'left@example.test')`);
  await right.query(`create table people (contact_id int primary key, mail text);
    insert into people values (1, 'right@example.test')`);
  const owner = await fixture.person('owner');
  await fixture.workspace(workspace, owner);
  api = fixture.as(owner);
  for (const [name, url] of [
    ['crm', left.url],
    ['app', right.url],
  ] as const) {
    await api.connection.create({ workspace, name, connector: 'postgres', config: { url } });
  }
  const graph = twoTables('Contacts', {
    left: ['crm', 'public.contacts'],
    right: ['app', 'public.people'],
    fields: [
      ['id', 'contact_id'],
      ['email', 'mail'],
    ],
  });
  ({ id: flowId } = await api.flow.applyGraph({ workspace, graph, deploy: true }));
  const version = await fixture.services.prisma.flowVersion.findFirstOrThrow({ where: { flowId } });
  const [lane] = version.lanes as unknown as Lane[];
  laneId = `${flowId}:${lane?.id}`;
});
afterAll(async () => {
  await fixture.close();
  await left.close();
  await right.close();
});

const account = (part: Partial<ConflictAccount> = {}): ConflictAccount => ({
  base: null,
  left: { id: '1', email: 'left@example.test' },
  right: { contact_id: '1', mail: 'right@example.test' },
  fields: [{ left: 'email', right: 'mail', rule: 'hold', winner: 'held', why: 'Both sides changed it.' }],
  ...part,
});

async function hold(key: string, state: PendingRecord['state'], conflict: ConflictAccount | null, since = 1) {
  const body: Pick<PendingRecord, 'leftKey' | 'rightKey' | 'conflict'> = {
    leftKey: { id: key },
    rightKey: { contact_id: key },
    conflict,
  };
  const { id } = await fixture.services.prisma.pendingRecord.create({
    data: {
      id: randomUUID(),
      flowId,
      laneId,
      recordKey: JSON.stringify([key]),
      state,
      body: toJson(body),
      code: state === 'held' ? 'CONFLICT_HELD' : 'UNIQUE_VIOLATION',
      detail: '',
      attempts: 1,
      since: new Date(since),
    },
  });
  return id;
}

const codeOf = async (call: () => Promise<unknown>) => (await outcome(call)).code;

test('held records are listed oldest first, in pages, with what stands on both sides', async () => {
  const ids = [await hold('11', 'held', account(), 3), await hold('12', 'held', account(), 1)];
  ids.push(await hold('13', 'held', account(), 2));
  await hold('14', 'parked', null);
  const page = await api.conflict.list({ workspace, limit: 2 });
  expect(page.total).toBe(3);
  expect(page.items.map(({ recordKey }) => recordKey)).toEqual(['["12"]', '["13"]']);
  expect(page.items[0]?.conflict?.fields[0]).toMatchObject({ left: 'email', winner: 'held' });
  const rest = await api.conflict.list({ workspace, limit: 2, cursor: page.next });
  expect(rest.items.map(({ id }) => id)).toEqual([ids[0]]);
  expect(rest.next).toBeNull();
  const last = rest.items.at(-1);
  expect((await api.conflict.list({ workspace, id: last?.id, limit: 1 })).items).toEqual([last]);
  expect((await api.conflict.list({ workspace, id: 'gone' })).items).toEqual([]);
  const parked = await api.conflict.list({ workspace, flowId, state: 'parked' });
  expect(parked.items).toMatchObject([{ code: 'UNIQUE_VIOLATION', flowName: 'Contacts' }]);
  const [row] = await api.flow.list({ workspace });
  expect(row).toMatchObject({ held: 3, failing: 1 });
  const { attention } = await api.home.summary({ workspace });
  expect(attention.map(({ kind }) => kind)).toEqual(['runner-absent', 'records-parked', 'conflicts-held']);
});

test('a decision names every open field and no other; the runner finds it with who made it', async () => {
  const id = await hold('21', 'held', account());
  expect(await codeOf(() => api.conflict.decide({ workspace, id, fields: {} }))).toBe('INPUT_INVALID');
  const unknown = { email: 'left', other: 'left' } as const;
  expect(await codeOf(() => api.conflict.decide({ workspace, id, fields: unknown }))).toBe('INPUT_INVALID');
  const fields = { email: 'right' } as const;
  expect(await codeOf(() => api.conflict.decide({ workspace, id, fields, record: 'keep' }))).toBe(
    'INPUT_INVALID',
  );
  // It is over what the person has seen, and what both sides hold of it then.
  const { items } = await api.conflict.list({ workspace, state: 'held' });
  const seen = items.find((item) => item.id === id)?.seen ?? '';
  const stale = () => api.conflict.decide({ workspace, id, fields, seen: `${seen}x` });
  expect(await codeOf(stale)).toBe('PREVIEW_STALE');
  await api.conflict.decide({ workspace, id, fields, seen });
  const stored = await fixture.services.prisma.pendingRecord.findUniqueOrThrow({ where: { id } });
  expect(stored.decision).toMatchObject({
    ...{ fields, record: null, by: 'owner@example.test' },
    over: { left: { email: 'left@example.test' }, right: { mail: 'right@example.test' } },
  });
  expect(stored.retryAt).not.toBeNull();
  await fixture.query('delete from pending_record where id = $1', [id]);
  expect(await codeOf(() => api.conflict.decide({ workspace, id, fields }))).toBe('NOT_FOUND');
});

test('over a deleted record the decision is whether it stays', async () => {
  const id = await hold('31', 'held', account({ right: null }));
  expect(await codeOf(() => api.conflict.decide({ workspace, id }))).toBe('INPUT_INVALID');
  await api.conflict.decide({ workspace, id, record: 'delete' });
});

test('records are tried again, and only those that are held can be decided', async () => {
  const id = await hold('41', 'parked', null);
  expect(await codeOf(() => api.conflict.decide({ workspace, id }))).toBe('NOT_FOUND');
  expect(await api.conflict.retry({ workspace, ids: [id, 'none'] })).toEqual({ count: 1 });
  const { items } = await api.conflict.list({ workspace, state: 'parked' });
  expect(items.find((item) => item.id === id)?.retryAsked).toBe(true);
});

test('records are asked to be tried again in the order in which the engine writes them', async () => {
  // The later one by key lies first in the table.
  const [late, early] = [await hold('52', 'parked', null), await hold('51', 'parked', null)];
  const engine = new pg.Client({ connectionString: fixture.url });
  await engine.connect();
  try {
    await engine.query('BEGIN');
    await engine.query('SELECT FROM pending_record WHERE id = $1 FOR UPDATE', [early]);
    const retried = api.conflict.retry({ workspace, ids: [late, early] });
    await expect
      .poll(
        () =>
          fixture.query(`SELECT 1 AS waits FROM pg_stat_activity WHERE datname = current_database()
          AND wait_event_type = 'Lock'`),
        { timeout: 20_000 },
      )
      .toEqual([{ waits: 1 }]);
    // Had it the later one already, each would wait for the other now.
    await engine.query('SELECT FROM pending_record WHERE id = $1 FOR UPDATE NOWAIT', [late]);
    await engine.query('COMMIT');
    expect(await retried).toEqual({ count: 2 });
  } finally {
    await engine.end();
  }
});

test('the journey of a record shows both sides as they are now, also when one is dead', async () => {
  await hold('1', 'held', account());
  const record = { workspace, flowId, laneId, recordKey: '["1"]' };
  const journey = await api.record.journey(record);
  expect(journey.left).toEqual({ id: '1', email: 'left@example.test' });
  expect(journey.right).toEqual({ contact_id: '1', mail: 'right@example.test' });
  expect(journey.pending?.code).toBe('CONFLICT_HELD');
  expect(journey.entries).toEqual([]);

  const { id } = await api.connection.get({ workspace, name: 'app' });
  await api.connection.update({ workspace, id, config: { url: 'postgres://u:p@127.0.0.1:1/x' } });
  const half = await api.record.journey(record);
  expect(half.left).toEqual(journey.left);
  expect(half).toMatchObject({ right: null, rightError: { code: 'CONNECTION_REFUSED' } });
});

test('one decision for all that wait over the same: counted, narrowed, and confirmed with the number', async () => {
  const { prisma, pool } = fixture.services;
  await prisma.pendingRecord.deleteMany({});
  const other = account({ left: { id: '2', email: 'other@example.test' } });
  const first = await hold('51', 'held', account());
  for (const key of ['52', '53']) await hold(key, 'held', account());
  await hold('54', 'held', other);
  await hold(
    '55',
    'held',
    account({ right: null, fields: [{ ...other.fields[0]!, left: '*', right: '*' }] }),
  );
  await hold('56', 'parked', account());
  await fixture.runnerSeen();
  await prisma.deployment.updateMany({ data: { epoch: 9 } });
  const { id: workspaceId } = await prisma.organization.findFirstOrThrow({ where: { slug: workspace } });
  await new PgLaneStore(pool, workspaceId, fixture.services.secretKey).commit(
    { flowId, epoch: 9 },
    {
      entries: ['51', '52', '53', '54'].map((key, ordinal) =>
        ledgerEntry({
          flowId,
          laneId,
          recordKey: JSON.stringify([key]),
          status: 'held',
          code: 'CONFLICT_HELD',
          ordinal,
        }),
      ),
    },
  );
  expect(await api.conflict.similar({ workspace, id: first, narrow: ['left'] })).toEqual({
    likeness: { fields: [{ left: 'email', rule: 'hold' }], gone: null },
    ...{ count: 4, narrowed: 3, same: { left: 3, right: 4, base: 4 } },
  });
  const decide = (records: number, fields: Record<string, 'left' | 'right'>) =>
    outcome(() =>
      api.conflict.decideSimilar({ workspace, id: first, narrow: ['left'], records, fields, record: null }),
    );
  expect(await decide(4, { email: 'right' })).toMatchObject({ code: 'PREVIEW_STALE' });
  expect(await decide(3, {})).toMatchObject({ code: 'INPUT_INVALID' });
  const done = await decide(3, { email: 'right' });
  expect(done.code).toBe('ok');
  const { input } = await prisma.operation.findUniqueOrThrow({
    where: { id: (done.answer as { id: string }).id },
  });
  expect(input).toMatchObject({
    ...{ flowId, dryRun: false, records: 3 },
    action: { kind: 'resolve', decision: { fields: { email: 'right' }, record: null } },
    selection: {
      filter: { laneId, status: ['held'] },
      seqs: [expect.any(String), expect.any(String), expect.any(String)],
    },
  });
});
