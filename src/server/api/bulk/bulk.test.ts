import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { LedgerEntry } from '#core/ledger/ledger-entry.ts';
import type { BulkResult } from '#core/operations/bulk-progress.ts';
import { noOutcomes, type OperationRecord } from '#core/operations/record-outcome.ts';
import { writeOperation } from '#db/ledger/operation-records.ts';
import { PgLaneStore } from '#db/ledger/pg-lane-store.ts';
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
    ...{ records: 10, lines: 12, reasons: [] },
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
    const started = await start(id, 7, 50);
    expect(started.code).toBe('ok');
    const { id: operationId } = started.answer as { id: string };
    const stored = await fixture.services.prisma.operation.findUniqueOrThrow({ where: { id: operationId } });
    const previewed = await fixture.services.prisma.operation.findUniqueOrThrow({ where: { id } });
    const selectionOf = ({ input }: { input: unknown }) => (input as { selection: unknown }).selection;
    expect(selectionOf(stored)).toEqual(selectionOf(previewed));
    expect(stored).toMatchObject({ rate: 50, input: { dryRun: false, previewId: id, records: 10 } });
    const { events } = await api.activity.list({ workspace });
    expect(events[0]).toMatchObject({ action: 'bulk.start', detail: { operationId, records: 7, rate: 50 } });
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
