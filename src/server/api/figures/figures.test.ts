import { afterAll, beforeAll, expect, test } from 'vitest';
import { noOutcomes } from '#core/figures/lane-tally.ts';
import { bucketOf } from '#core/figures/log-buckets.ts';
import { writeFigures } from '#db/runner/write-figures.ts';
import { type Api, type ApiFixture, apiFixture, outcome } from '#testing/api-fixture.ts';
import { markedGraph } from '#testing/procedure-inputs.ts';

const MINUTE = 60_000;
const workspace = 'main';
let fixture: ApiFixture;
let api: Api;
let id: string;

beforeAll(async () => {
  fixture = await apiFixture('api_figures');
  const owner = await fixture.person('owner');
  await fixture.workspace(workspace, owner);
  api = fixture.as(owner);
  ({ id } = await api.flow.create({
    workspace,
    name: 'Contacts',
    graph: { ...markedGraph, name: 'Contacts' },
  }));
  const { prisma } = fixture.services;
  const version = { flowId: id, number: 1, graph: {}, digest: '', lanes: [], message: '', createdBy: 't' };
  const { id: versionId } = await prisma.flowVersion.create({ data: version });
  await prisma.deployment.create({
    data: { flowId: id, versionId, desired: 'running', desiredBy: 't', epoch: 1 },
  });
});
afterAll(() => fixture.close());

const minute = Math.floor(Date.now() / MINUTE) * MINUTE - 10 * MINUTE;

async function write(at: number, side: 'left' | 'right', applied: number, lag: number): Promise<void> {
  const histogram = { buckets: [bucketOf(lag)], counts: [applied] };
  const name = { laneId: `${id}:a`, flowId: id, at: new Date(at).toISOString(), epoch: 1, side };
  const counted = { outcomes: { ...noOutcomes(), applied }, errors: {}, seconds: 60 };
  await writeFigures(fixture.services.pool, {
    figures: [{ ...name, ...counted, lag: histogram, disagreement: histogram }],
    depths: [],
    logs: [],
  });
}

test('a range is told step by step, with its gaps, as a whole, and by lane', async () => {
  await write(minute, 'left', 40, 100);
  await write(minute + 2 * MINUTE, 'right', 2, 9_000);
  const question = {
    workspace,
    id,
    from: new Date(minute).toISOString(),
    to: new Date(minute + 3 * MINUTE).toISOString(),
  };
  const shown = await api.figures.show(question);
  expect(shown.series.steps.map(({ outcomes }) => outcomes?.applied ?? null)).toEqual([40, null, 2]);
  expect(shown.values['changes.applied']).toBe(42);
  expect(shown.lanes.map(({ laneId }) => laneId)).toEqual([`${id}:a`]);
  expect(await api.figures.burn({ workspace, id })).toBeNull();
  const left = await api.figures.show({ ...question, side: 'left' });
  expect(left.values['changes.applied']).toBe(40);
  const backwards = { ...question, to: question.from };
  expect(await outcome(() => api.figures.show(backwards))).toMatchObject({ code: 'INPUT_INVALID' });
});

test('a past minute is told lane by lane, and by way', async () => {
  const at = new Date(minute + 30_000).toISOString();
  const { lanes, at: begins } = await api.figures.minute({ workspace, id, at });
  expect(begins).toBe(minute);
  expect(lanes).toMatchObject([{ laneId: `${id}:a`, left: { outcomes: { applied: 40 } }, right: null }]);
});

test('a target is set, burnt, and taken away', async () => {
  await api.figures.setTarget({ workspace, id, target: { withinMs: 2_000, share: 0.95 } });
  expect(await api.figures.burn({ workspace, id })).toMatchObject({
    target: { withinMs: 2_000, share: 0.95 },
    burn: { hour: { all: 42, late: 2 } },
  });
  const all = { withinMs: 2_000, share: 1 };
  expect(await outcome(() => api.figures.setTarget({ workspace, id, target: all }))).toMatchObject({
    code: 'INPUT_INVALID',
  });
  await api.figures.setTarget({ workspace, id, target: null });
  expect(await api.figures.burn({ workspace, id })).toBeNull();
});
