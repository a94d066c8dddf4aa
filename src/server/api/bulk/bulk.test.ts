import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { LedgerEntry } from '#core/ledger/ledger-entry.ts';
import type { BulkResult } from '#core/operations/bulk-progress.ts';
import { noOutcomes, type OperationRecord } from '#core/operations/record-outcome.ts';
import { writeOperation } from '#db/ledger/operation-records.ts';
import { PgLaneStore } from '#db/ledger/pg-lane-store.ts';
import { FindingWriter } from '#db/ledger/verify-findings.ts';
import { type Api, type ApiFixture, apiFixture, outcome, twoTables } from '#testing/api-fixture.ts';

let fixture: ApiFixture;
let api: Api;
let flowId: string;
let workspaceId: string;
const workspace = 'main';
const action = { kind: 'replay', from: 'source' } as const;

async function addFlow(name: string): Promise<string> {
  const { prisma, pool, secretKey } = fixture.services;
  const graph = twoTables(name, { left: ['none', 'a'], right: ['none', 'b'], fields: [['id', 'id']] });
  const { id } = await prisma.flow.create({
    data: { workspaceId, name, draft: graph, draftDigest: 'd', draftBy: 'x' },
  });
  const version = await prisma.flowVersion.create({
    data: { flowId: id, number: 1, graph: {}, digest: 'd', lanes: [], message: '', createdBy: 'x' },
  });
  await prisma.deployment.create({
    data: { flowId: id, versionId: version.id, desired: 'running', desiredBy: 'x' },
  });
  const store = new PgLaneStore(pool, workspaceId, secretKey);
  await store.commit({ flowId: id, epoch: 0 }, { entries: [line(id)] });
  return id;
}

const line = (id: string): LedgerEntry => ({
  ...{ laneId: `${id}:a-map-b`, flowId: id, version: 1, side: 'left', position: '0A', ordinal: 1 },
  ...{ commitTime: 1, capturedAt: 1, appliedAt: 1, op: 'insert', status: 'applied', code: null, detail: '' },
  ...{ recordKey: '["1"]', before: null, after: { id: '1' }, targetBefore: null, targetAfter: null },
  ...{ changed: ['id'], cause: 'live', conflict: null, operationId: null },
});

beforeAll(async () => {
  fixture = await apiFixture('api_bulk');
  const owner = await fixture.person('owner');
  workspaceId = (await fixture.workspace(workspace, owner)).id;
  api = fixture.as(owner);
  flowId = await addFlow('CRM');
  await addFlow('Shop');
});
afterAll(() => fixture.close());
beforeEach(() => fixture.runnerSeen());

/** Ends a preview as a runner does. */
async function endPreview(id: string, done: number, state = 'done'): Promise<void> {
  const result: BulkResult = {
    ...{ records: 10, lines: 12, reasons: [], effects: [] },
    counts: { ...noOutcomes(), done, nothing: 10 - done },
  };
  await fixture.services.prisma.operation.update({
    where: { id },
    data: { state, result, finishedAt: new Date() },
  });
}

const preview = () => api.bulk.preview({ workspace, filter: { flowId, status: ['applied'] }, action });
const start = (previewId: string, records: number, rate: number | null = null) =>
  outcome(() => api.bulk.start({ workspace, previewId, records, rate }));

describe('what a verify found', () => {
  const found = (n: number) => ({
    ...{ recordKey: `["${n}"]`, kind: n % 2 ? ('differ' as const) : ('only-left' as const), right: null },
    ...{ fields: n % 2 ? ['a'] : [], rightFields: n % 2 ? ['a'] : [], left: { id: String(n), a: 'x' } },
  });
  const addVerify = async (state: string) => {
    const data = { workspaceId, flowId, kind: 'verify', input: {}, state, createdBy: 'x' };
    return (await fixture.services.prisma.operation.create({ data })).id;
  };

  test('is listed page by page and repaired in part, as it was looked at', async () => {
    const id = await addVerify('done');
    const writer = new FindingWriter(fixture.services.pool, id, 'full');
    await writer.begin(flowId);
    await writer.write(`${flowId}:a-map-b`, [1, 2, 3].map(found));
    await writer.write(`${flowId}:a-map-b`, [4, 5].map(found));
    const filter = { verifyId: id };
    const first = await api.operation.findings({ workspace, filter, limit: 3 });
    expect(first).toMatchObject({ count: 5, next: '3', findings: [{ number: 1, left: { a: 'x' } }, {}, {}] });
    const rest = await api.operation.findings({ workspace, filter, limit: 3, cursor: first.next });
    expect(rest).toMatchObject({ next: null, findings: [{ number: 4 }, { number: 5, fields: ['a'] }] });
    const overA = { ...filter, kind: 'differ' as const, field: 'a' };
    expect(await api.operation.findings({ workspace, filter: overA })).toMatchObject({ count: 3 });
    const broken = outcome(() => api.operation.findings({ workspace, filter, cursor: 'x' }));
    expect(await broken).toMatchObject({ code: 'INPUT_INVALID' });

    const repair = { kind: 'repair', by: 'rules' } as const;
    const preview = { workspace, filter: overA, numbers: [1, 2], action: repair };
    const { id: previewId } = await api.bulk.previewRepair(preview);
    const selection = { findings: overA, numbers: [1, 2] };
    expect(
      await fixture.services.prisma.operation.findUniqueOrThrow({ where: { id: previewId } }),
    ).toMatchObject({ kind: 'bulk', flowId, input: { selection, action: repair, dryRun: true } });
    await endPreview(previewId, 1);
    const started = await start(previewId, 1);
    expect(started.code).toBe('ok');
    const { events } = await api.activity.list({ workspace });
    expect(events[0]).toMatchObject({ action: 'bulk.start', detail: { action: repair, records: 1 } });
    const nothing = outcome(() => api.bulk.previewRepair({ ...preview, numbers: [2] }));
    expect(await nothing).toMatchObject({ code: 'NOT_FOUND' });
    // A week later they are let go when the flow is verified again.
    await fixture.query(`update operation set "createdAt" = now() - interval '8 days' where id = $1`, [id]);
    await new FindingWriter(fixture.services.pool, await addVerify('running'), 'full').begin(flowId);
    expect(await api.operation.findings({ workspace, filter })).toEqual({
      findings: [],
      next: null,
      count: 0,
    });
  });

  test('is asked for of a verify alone that has ended', async () => {
    const asked = (verifyId: string) =>
      outcome(() => api.operation.findings({ workspace, filter: { verifyId } }));
    expect(await asked(await addVerify('running'))).toMatchObject({ code: 'IN_USE' });
    expect(await asked((await preview()).id)).toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('a bulk action', () => {
  test('is done as it was looked at, with the number that was confirmed, and is in the audit log', async () => {
    const { id } = await preview();
    expect(await api.operation.get({ workspace, id })).toMatchObject({
      kind: 'bulk',
      state: 'queued',
      input: { action, dryRun: true, version: 1, asked: { flowId, status: ['applied'] } },
    });
    expect(await start(id, 7)).toMatchObject({ code: 'IN_USE' });
    await endPreview(id, 7);
    expect(await start(id, 8)).toMatchObject({ code: 'PREVIEW_STALE' });
    // Confirmed twice at once, it is done once; and not again when it is through.
    const twice = await Promise.all([start(id, 7, 50), start(id, 7, 50)]);
    const [first] = twice.map(({ answer }) => answer as { id: string });
    expect(twice).toEqual([
      { code: 'ok', answer: first },
      { code: 'ok', answer: first },
    ]);
    const operationId = first?.id ?? '';
    const stored = await fixture.services.prisma.operation.findUniqueOrThrow({ where: { id: operationId } });
    const previewed = await fixture.services.prisma.operation.findUniqueOrThrow({ where: { id } });
    const selectionOf = ({ input }: { input: unknown }) => (input as { selection: unknown }).selection;
    expect(selectionOf(stored)).toEqual(selectionOf(previewed));
    expect(stored).toMatchObject({ rate: 50, input: { dryRun: false, previewId: id, records: 10 } });
    const { events } = await api.activity.list({ workspace });
    expect(events[0]).toMatchObject({ action: 'bulk.start', detail: { operationId, records: 7, rate: 50 } });
    expect(events[1]?.detail).not.toMatchObject({ operationId });
    await endPreview(operationId, 7, 'cancelled');
    expect(await start(id, 7)).toMatchObject({
      ...{ code: 'PREVIEW_STALE', answer: { message: expect.stringContaining(operationId) } },
    });
  });

  test('is refused where what was looked at does not hold any more', async () => {
    const { prisma } = fixture.services;
    const { id } = await preview();
    await endPreview(id, 7);
    const version = await prisma.flowVersion.create({
      data: { flowId, number: 2, graph: {}, digest: 'd', lanes: [], message: '', createdBy: 'x' },
    });
    const { versionId } = await prisma.deployment.update({
      where: { flowId },
      data: { versionId: version.id },
    });
    expect(await start(id, 7)).toMatchObject({ code: 'PREVIEW_STALE' });
    const first = await prisma.flowVersion.findFirstOrThrow({ where: { flowId, number: 1 } });
    expect(versionId).not.toBe(first.id);
    await prisma.deployment.update({ where: { flowId }, data: { versionId: first.id } });
    await prisma.operation.update({
      where: { id },
      data: { finishedAt: new Date(Date.now() - 2 * 60 * 60_000) },
    });
    expect(await start(id, 7)).toMatchObject({ code: 'PREVIEW_STALE' });
    const failed = await preview();
    await endPreview(failed.id, 7, 'failed');
    expect(await start(failed.id, 7)).toMatchObject({ code: 'PREVIEW_STALE' });
    const empty = await preview();
    await endPreview(empty.id, 0);
    expect(await start(empty.id, 0)).toMatchObject({ code: 'INPUT_INVALID' });
    await prisma.deployment.update({ where: { flowId }, data: { desired: 'paused' } });
    expect(await outcome(preview)).toMatchObject({ code: 'FLOW_NOT_RUNNING' });
    await prisma.deployment.update({ where: { flowId }, data: { desired: 'running' } });
  });

  test('acts on the records of one flow, which the lines may tell by themselves', async () => {
    const of = (filter: object) => outcome(() => api.bulk.preview({ workspace, filter, action }));
    expect(await of({})).toMatchObject({
      code: 'INPUT_INVALID',
      answer: { message: expect.stringContaining('"CRM"') },
    });
    expect(await of({ laneId: `${flowId}:a-map-b` })).toMatchObject({ code: 'ok' });
    expect(await of({ text: 'nothing of the kind' })).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('rests and goes on when it is asked to, at the rate that is wanted', async () => {
    const { id } = await preview();
    expect(await api.operation.pause({ workspace, id })).toEqual({ asked: true });
    expect(await api.operation.pause({ workspace, id })).toEqual({ asked: false });
    expect(await api.operation.get({ workspace, id })).toMatchObject({ state: 'paused' });
    expect(await api.operation.setRate({ workspace, id, rate: 5 })).toEqual({ set: true });
    expect(await api.operation.resume({ workspace, id })).toEqual({ asked: true });
    expect(await api.operation.get({ workspace, id })).toMatchObject({ state: 'queued', rate: 5 });
    await fixture.services.prisma.operation.update({ where: { id }, data: { state: 'running' } });
    await api.operation.pause({ workspace, id });
    expect(await api.operation.get({ workspace, id })).toMatchObject({ state: 'running', pauseAsked: true });
    await api.operation.resume({ workspace, id });
    expect(await api.operation.get({ workspace, id })).toMatchObject({ state: 'running', pauseAsked: false });
    await endPreview(id, 1);
    expect(await api.operation.setRate({ workspace, id, rate: 5 })).toEqual({ set: false });
    expect(await api.operation.resume({ workspace, id })).toEqual({ asked: false });
  });

  test('tells what became of each record, page by page', async () => {
    const { id } = await preview();
    const record = (n: number): OperationRecord => ({
      ...{ laneId: 'lane', recordKey: `["${n}"]`, detail: `The ${n}th.`, after: null },
      ...(n % 3 === 0
        ? { outcome: 'refused', code: 'CHANGED_SINCE', before: { left: { id: String(n) }, right: null } }
        : { outcome: 'done', code: null, before: null }),
    });
    const records = Array.from({ length: 9 }, (_, n) => record(n + 1));
    await writeOperation(fixture.services.pool, { id, records, place: null });
    const seen: OperationRecord[] = [];
    for (let cursor: string | null = null; ; ) {
      const page = await api.bulk.results({ workspace, id, limit: 4, cursor });
      seen.push(...(page.records as OperationRecord[]));
      cursor = page.next;
      if (!cursor) break;
    }
    expect(seen).toEqual(records);
    const refused = await api.bulk.results({
      workspace,
      id,
      outcome: 'refused',
      code: 'CHANGED_SINCE',
      samples: true,
    });
    expect(refused).toMatchObject({
      records: records.filter(({ outcome: each }) => each === 'refused'),
      next: null,
    });
    expect(await outcome(() => api.bulk.results({ workspace, id, cursor: 'none' }))).toMatchObject({
      code: 'INPUT_INVALID',
    });
  });
});
