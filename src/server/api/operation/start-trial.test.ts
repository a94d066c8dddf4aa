import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, type ApiFixture, apiFixture, outcome, twoTables } from '#testing/api-fixture.ts';

let fixture: ApiFixture;
let api: Api;
let flowId: string;
const workspace = 'main';
const span = { kind: 'past', seconds: 60 } as const;

beforeAll(async () => {
  fixture = await apiFixture('api_trial');
  const owner = await fixture.person('owner');
  const access = await fixture.workspace(workspace, owner);
  api = fixture.as(owner);
  const graph = twoTables('CRM', { left: ['none', 'a'], right: ['none', 'b'], fields: [['id', 'id']] });
  const flow = await fixture.services.prisma.flow.create({
    data: { workspaceId: access.id, name: 'CRM', draft: graph, draftDigest: 'd', draftBy: 'x' },
  });
  flowId = flow.id;
});
afterAll(() => fixture.close());

test('a draft is tried on changes of a deployed flow, and only if it compiles', async () => {
  const start = (of: 'past' | 'beside') => () =>
    api.operation.startTrial({ workspace, flowId, span: { ...span, kind: of } });
  expect(await outcome(start('past'))).toMatchObject({ code: 'FLOW_NOT_RUNNING' });
  const { prisma } = fixture.services;
  const version = await prisma.flowVersion.create({
    data: { flowId, number: 1, graph: {}, digest: 'd', lanes: [], message: '', createdBy: 'x' },
  });
  await prisma.deployment.create({
    data: { flowId, versionId: version.id, desired: 'paused', desiredBy: 'x' },
  });
  expect(await outcome(start('beside'))).toMatchObject({
    code: 'FLOW_NOT_RUNNING',
    answer: { message: expect.stringContaining('paused') },
  });
  expect(await outcome(start('past'))).toMatchObject({ code: 'FLOW_INVALID' });
  expect(
    await outcome(() => api.operation.startTrial({ workspace, flowId, span: { ...span, seconds: 0 } })),
  ).toMatchObject({ code: 'INPUT_INVALID' });
});
