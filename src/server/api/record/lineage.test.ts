import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LedgerEntry } from '#core/ledger/ledger-entry.ts';
import { PgLaneStore } from '#db/ledger/pg-lane-store.ts';
import { toJson } from '#db/to-json.ts';
import { microsToIso } from '#lib/micros.ts';
import { type ApiFixture, apiFixture, outcome, twoTables } from '#testing/api-fixture.ts';
import { RecordHistory } from '#testing/record-history.ts';

let fixture: ApiFixture;
let owner: Awaited<ReturnType<ApiFixture['person']>>;
let record: { workspace: string; flowId: string; laneId: string; recordKey: string };
/** Microseconds at which the history begins. */
const began = Date.parse('2026-03-01T10:00:00Z') * 1000;

beforeAll(async () => {
  fixture = await apiFixture('lineage_api');
  owner = await fixture.person('owner');
  const { id: workspaceId } = await fixture.workspace('lineage', owner);
  const { prisma, pool, secretKey } = fixture.services;
  const graph = twoTables('Pairs', {
    left: ['crm', 'public.a'],
    right: ['app', 'public.b'],
    fields: [['id', 'id']],
  });
  const flow = await prisma.flow.create({
    data: { workspaceId, name: 'Pairs', draft: graph, draftDigest: 'd', draftBy: 'x' },
  });
  const type = { kind: 'text' };
  const fields = ['id', 'a', 'b'].map((name) => ({ name, type, nativeType: 'text', nullable: true }));
  const end = (connection: string, name: string) => ({ nodeId: name, connection, stream: { name, fields } });
  const pairs = ['id', 'a', 'b'].map((name) => ({
    left: name,
    right: name,
    direction: 'both',
    key: name === 'id',
    ...(name === 'b'
      ? {
          transform: {
            forward: [
              { kind: 'trim', where: 'both', inner: false },
              { kind: 'case', to: 'upper' },
            ],
            backward: [],
          },
        }
      : {}),
  }));
  const lanes = [
    {
      id: 'a-map-b',
      left: end('crm', 'public.a'),
      right: end('app', 'public.b'),
      direction: 'both',
      fields: pairs,
    },
  ];
  const version = await prisma.flowVersion.create({
    data: {
      flowId: flow.id,
      number: 1,
      graph,
      digest: 'd',
      lanes: toJson(lanes),
      message: 'as agreed',
      createdBy: 'ana@x',
    },
  });
  await prisma.deployment.create({
    data: { flowId: flow.id, versionId: version.id, desired: 'paused', desiredBy: 'x' },
  });
  record = { workspace: 'lineage', flowId: flow.id, laneId: `${flow.id}:a-map-b`, recordKey: '["1"]' };
  const { lines } = new RecordHistory().run([
    { kind: 'change', side: 'left', field: 'a' },
    { kind: 'change', side: 'right', field: 'a' },
    { kind: 'conflict', field: 'a', winner: 'left' },
    { kind: 'change', side: 'left', field: 'b' },
  ]);
  const entries = lines.map(
    ({ seq: _, workspaceId: __, issueId: ___, ...line }): LedgerEntry => ({
      ...line,
      flowId: flow.id,
      laneId: record.laneId,
      commitTime: began + line.commitTime,
      appliedAt: began + line.appliedAt,
      capturedAt: began + line.capturedAt,
    }),
  );
  await new PgLaneStore(pool, workspaceId, secretKey).commit({ flowId: flow.id, epoch: 0 }, { entries });
});
afterAll(() => fixture.close());

const api = () => fixture.as(owner).record;
const inA = { side: 'left', field: 'a' } as const;

test('a value is traced from the store: rule, loser, version and its maker, and the write that made it', async () => {
  const { steps, names } = await api().trace({ ...record, side: 'right', field: 'a' });
  expect(names).toEqual({ left: 'crm', right: 'app' });
  expect(steps.map(({ kind }) => kind)).toEqual(['carried', 'kept', 'written']);
  expect(steps[0]).toMatchObject({
    place: { side: 'right', field: 'a', value: 'v4' },
    from: { side: 'left', field: 'a', value: 'v4' },
    decided: { rule: 'prefer', loser: { side: 'right', value: 'v5' } },
    line: { version: 1, made: { by: 'ana@x', message: 'as agreed' } },
  });
  expect(steps.at(-1)?.sentence).toBe('It was written to a on crm.');
});

test('what a value goes through is told step by step', async () => {
  const { steps } = await api().trace({ ...record, side: 'right', field: 'b' });
  expect(steps[0]?.conversion).toEqual([
    { does: 'trim', gives: 'v6' },
    { does: 'upper case', gives: 'V6' },
  ]);
});

test('both sides are told as of any moment, with what is unknown left unknown', async () => {
  const iso = (micros: number) => new Date(micros / 1000).toISOString();
  const now = await api().asOf({ ...record, moment: '2026-03-02T00:00:00Z' });
  expect(now.left.fields).toMatchObject({
    a: { kind: 'known', value: 'v4' },
    b: { kind: 'known', value: 'v6' },
  });
  expect(now.right).toMatchObject({ exists: true, watched: true });
  expect(now.moments.length).toBeGreaterThan(5);
  const before = await api().asOf({ ...record, moment: iso(began - 1_000_000) });
  expect(before.left).toMatchObject({ exists: null, fields: { a: { kind: 'unknown' } } });
});

test('a moment is told to the microsecond: just before a change, at it, and after what came of it', async () => {
  const at = (micros: number) => api().asOf({ ...record, moment: microsToIso(micros) });
  const { moments } = await api().asOf(record);
  const [, , changed, written] = moments;
  const values = async (micros: number) => {
    const { left, right } = await at(micros);
    return [left.fields.a, right.fields.a].map((then) => then?.kind === 'known' && then.value);
  };
  expect(await values(changed! - 1)).toEqual(['v1', 'v1']);
  expect(await values(changed!)).toEqual(['v1', 'v3']);
  expect(await values(written! - 1)).toEqual(['v1', 'v3']);
  expect(await values(written!)).toEqual(['v3', 'v3']);
});

test('pages of the journey are whole together, the newest one first', async () => {
  const whole = await api().journey(record);
  const pages = await Promise.all(
    [0, 2, 4, 6].map((cursor) => api().journey({ ...record, cursor, limit: 2 })),
  );
  expect(pages.map(({ total }) => total)).toEqual([5, 5, 5, 5]);
  expect(pages.toReversed().flatMap(({ entries }) => entries)).toEqual(whole.entries);
  const times = whole.entries.map(({ happenedAt }) => happenedAt);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});

test.each([
  ['a key that is none', () => api().asOf({ ...record, recordKey: '1' }), 'INPUT_INVALID'],
  [
    'a key with a list in it',
    () => api().trace({ ...record, ...inA, recordKey: '[["1"]]' }),
    'INPUT_INVALID',
  ],
  ['a journey of what is no key', () => api().journey({ ...record, recordKey: '["1"' }), 'INPUT_INVALID'],
  ['a key that holds a null byte', () => api().asOf({ ...record, recordKey: '["a\0b"]' }), 'INPUT_INVALID'],
  ['a field of neither side', () => api().trace({ ...record, ...inA, field: 'nope' }), 'NOT_FOUND'],
  [
    'a field that every object has',
    () => api().trace({ ...record, ...inA, field: 'constructor' }),
    'NOT_FOUND',
  ],
  ['a moment to come', () => api().asOf({ ...record, moment: '2200-01-01T00:00:00Z' }), 'INPUT_INVALID'],
  ['a day that is none', () => api().asOf({ ...record, moment: '2026-02-30T00:00:00Z' }), 'INPUT_INVALID'],
])('%s is refused with a clear code', async (_, call, code) => {
  expect((await outcome(call)).code).toBe(code);
});

test.each(['["a/b?c#d%"]', '["\\"quoted\\""]', '["Zoë 北京 🎉"]', '["1","2"]', '[]'])(
  'of the key %s nothing is known, which is no failure',
  async (recordKey) => {
    const then = await api().asOf({ ...record, recordKey });
    expect(then.left).toMatchObject({ exists: null, fields: { a: { kind: 'unknown' } } });
    expect((await api().journey({ ...record, recordKey })).entries).toEqual([]);
  },
);

test('a record that nobody knows is not found', async () => {
  const gone = { ...record, flowId: 'none', laneId: 'none:a-b-c' };
  expect((await outcome(() => api().trace({ ...gone, side: 'left', field: 'a' }))).code).toBe('NOT_FOUND');
  expect((await outcome(() => api().asOf({ ...gone, moment: '2026-03-02T00:00:00Z' }))).code).toBe(
    'NOT_FOUND',
  );
});
