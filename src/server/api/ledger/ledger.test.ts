import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LedgerEntry } from '#core/ledger/ledger-entry.ts';
import { PgLaneStore } from '#db/ledger/pg-lane-store.ts';
import { type Api, type ApiFixture, apiFixture, outcome, twoTables } from '#testing/api-fixture.ts';
import { ledgerEntry } from '#testing/ledger-fixture.ts';

const DAY = 86_400_000;
const workspace = 'main';
const secret = 'Ana-who-must-not-be-seen';

let fixture: ApiFixture;
let api: Api;
let viewer: Api;
let flowId: string;
let write: (rest: Partial<LedgerEntry>) => Promise<unknown>;

beforeAll(async () => {
  fixture = await apiFixture('api_ledger');
  const owner = await fixture.person('owner');
  const access = await fixture.workspace(workspace, owner);
  const workspaceId = access.id;
  api = fixture.as(owner);
  const reader = await fixture.person('viewer');
  await fixture.join(access, reader, 'viewer');
  viewer = fixture.as(reader);
  const { prisma, pool, secretKey } = fixture.services;
  const graph = twoTables('CRM', { left: ['none', 'a'], right: ['none', 'b'], fields: [['id', 'id']] });
  const draft = { draft: graph, draftDigest: 'd', draftBy: 'x' };
  ({ id: flowId } = await prisma.flow.create({ data: { workspaceId, name: 'CRM', ...draft } }));
  const { id: versionId } = await prisma.flowVersion.create({
    data: { flowId, number: 1, graph: {}, digest: 'd', lanes: [], message: '', createdBy: 'x' },
  });
  await prisma.deployment.create({ data: { flowId, versionId, desired: 'running', desiredBy: 'x' } });
  let ordinal = 0;
  write = (rest) => {
    // Each time as a runner that has just started.
    const store = new PgLaneStore(pool, workspaceId, secretKey);
    ordinal += 1;
    const line = ledgerEntry({
      laneId: `${flowId}:a-map-b`,
      flowId,
      ordinal,
      recordKey: `["${ordinal}"]`,
      ...rest,
    });
    return store.commit({ flowId, epoch: 0 }, { entries: [line] });
  };
  await write({ commitTime: (Date.now() - 10 * DAY) * 1000 });
  await write({ commitTime: (Date.now() - 10 * DAY) * 1000, status: 'held', code: 'CONFLICT_HELD' });
  await write({});
});
afterAll(() => fixture.close());

test('status tells of every flow, also of one without lines', async () => {
  const ledger = await api.ledger.status({ workspace });
  expect(ledger).toMatchObject({ lines: 3, shared: { keepDays: null, payload: null } });
  expect(ledger.bytes).toBeGreaterThan(0);
  expect(ledger.flows).toMatchObject([
    { flowId, name: 'CRM', lines: 3, open: 1, removed: 0, policy: { keepDays: 0, payload: 'full' } },
  ]);
});

test('what a time would remove is told before it is set, for a flow and for those that go by the workspace', async () => {
  const ask = (id: string | null, keepDays: number) =>
    api.ledger.previewRetention({ workspace, flowId: id, keepDays });
  expect(await ask(flowId, 5)).toMatchObject({ lines: 1, open: 1 });
  expect(await ask(null, 5)).toMatchObject({ lines: 1, open: 1 });
  expect(await ask(flowId, 20)).toMatchObject({ lines: 0, open: 0 });
  expect(await ask(flowId, 0)).toMatchObject({ before: null, lines: 0 });
  await api.ledger.setPolicy({ workspace, flowId, change: { keepDays: 400 } });
  expect(await ask(null, 5)).toMatchObject({ lines: 0, open: 0 });
  const { flows } = await api.ledger.status({ workspace });
  expect(flows[0]).toMatchObject({ own: { keepDays: 400, payload: null }, policy: { keepDays: 400 } });
  const audit = await api.activity.list({ workspace, limit: 1 });
  expect(audit.events[0]).toMatchObject({ action: 'ledger.setPolicy', detail: { keepDays: 400 } });
});

test('under digests no answer holds a value, and each is told to be a digest', async () => {
  await api.ledger.setPolicy({ workspace, flowId: null, change: { payload: 'digests' } });
  await write({ before: { id: '4', name: secret }, after: { id: '4', name: secret }, recordKey: '["4"]' });
  const filter = { recordKey: '["4"]' };
  for (const reader of [api, viewer]) {
    const { entries } = await reader.record.list({ workspace, filter });
    expect(JSON.stringify(entries)).not.toContain(secret);
    expect(entries).toMatchObject([{ payload: 'digests', after: { name: { digest: expect.any(String) } } }]);
    expect(entries[0]?.after?.name).toEqual(entries[0]?.before?.name);
    expect(entries[0]?.after?.name).not.toEqual(entries[0]?.after?.id);
  }
});

test('who may not set it is refused, and so is a flow that there is not', async () => {
  const refused = await outcome(() =>
    viewer.ledger.setPolicy({ workspace, flowId, change: { keepDays: 1 } }),
  );
  expect(refused.code).toBe('FORBIDDEN');
  const unknown = await outcome(() =>
    api.ledger.setPolicy({ workspace, flowId: 'none', change: { keepDays: 1 } }),
  );
  expect(unknown.code).toBe('NOT_FOUND');
  const wrong = await outcome(() => api.ledger.setPolicy({ workspace, flowId, change: { keepDays: -1 } }));
  expect(wrong.code).toBe('INPUT_INVALID');
});
