import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, type ApiFixture, apiFixture, outcome, twoTables } from '#testing/api-fixture.ts';
import { type TestDatabase, testDatabase } from '#testing/test-database.ts';

let fixture: ApiFixture;
let left: TestDatabase;
let right: TestDatabase;
let api: Api;
const workspace = 'main';

beforeAll(async () => {
  fixture = await apiFixture('api_flows');
  left = await testDatabase('api_flows_left');
  right = await testDatabase('api_flows_right');
  await left.query('create table contacts (id int primary key, email text, note text)');
  await right.query('create table people (id int primary key, mail text, remark text)');
  const owner = await fixture.person('owner');
  await fixture.workspace(workspace, owner);
  api = fixture.as(owner);
  const add = (name: string, url: string) =>
    api.connection.create({ workspace, name, connector: 'postgres', config: { url } });
  await add('crm', left.url);
  await add('app', right.url);
});
afterAll(async () => {
  await fixture.close();
  await left.close();
  await right.close();
});

const contacts = (
  name: string,
  fields: [string, string][] = [
    ['id', 'id'],
    ['email', 'mail'],
  ],
) => twoTables(name, { left: ['crm', 'public.contacts'], right: ['app', 'public.people'], fields });

test('a draft is saved over the revision that was read, and over no other', async () => {
  const { id } = await api.flow.create({ workspace, name: 'Drafts' });
  const graph = contacts('Drafts');
  expect(await api.flow.saveDraft({ workspace, id, graph, revision: 1 })).toEqual({ revision: 2 });
  const stale = await outcome(() => api.flow.saveDraft({ workspace, id, graph, revision: 1 }));
  expect(stale.code).toBe('DRAFT_STALE');
  expect((await outcome(() => api.flow.deploy({ workspace, id, revision: 1 }))).code).toBe('DRAFT_STALE');
  const saves = await Promise.all(
    [1, 2, 3, 4].map(() => outcome(() => api.flow.saveDraft({ workspace, id, graph, revision: 2 }))),
  );
  expect(saves.filter(({ code }) => code === 'ok')).toHaveLength(1);
});

test('a name is used once, and a flow is renamed', async () => {
  const { id } = await api.flow.create({ workspace, name: 'Old name', graph: contacts('Old name') });
  expect((await outcome(() => api.flow.create({ workspace, name: 'Old name' }))).code).toBe('NAME_TAKEN');
  await api.flow.rename({ workspace, id, name: 'New name' });
  const { graph } = await api.flow.export({ workspace, id });
  expect(graph.name).toBe('New name');
  expect((await api.flow.find({ workspace, name: 'New name' })).id).toBe(id);
});

test('deploying makes an immutable version; deploying the same again makes none', async () => {
  const graph = contacts('Versions');
  const { id } = await api.flow.create({ workspace, name: 'Versions', graph });
  expect(await api.flow.deploy({ workspace, id, revision: 1, message: 'First' })).toEqual({
    version: 1,
    created: true,
  });
  const stored = () => fixture.query('select * from flow_version where "flowId" = $1 and number = 1', [id]);
  const before = await stored();
  expect(await api.flow.deploy({ workspace, id, revision: 1 })).toEqual({ version: 1, created: false });

  // Moving a node means nothing; rows that came in meanwhile neither.
  await left.query('insert into contacts (id) select generate_series(1, 500); analyze contacts');
  const moved = { ...graph, nodes: graph.nodes.map((node) => ({ ...node, position: { x: 1, y: 2 } })) };
  const { revision } = await api.flow.saveDraft({ workspace, id, graph: moved, revision: 1 });
  expect(await api.flow.deploy({ workspace, id, revision })).toEqual({ version: 1, created: false });
  expect((await api.flow.get({ workspace, id })).draftDiffers).toBe(false);

  const wider = contacts('Versions', [
    ['id', 'id'],
    ['email', 'mail'],
    ['note', 'remark'],
  ]);
  const saved = await api.flow.saveDraft({ workspace, id, graph: wider, revision });
  expect((await api.flow.get({ workspace, id })).draftDiffers).toBe(true);
  const second = await api.flow.deploy({ workspace, id, revision: saved.revision, message: 'Notes too' });
  expect(second).toEqual({ version: 2, created: true });
  expect(await stored()).toEqual(before);

  const versions = await api.flow.versions({ workspace, id });
  expect(versions.map(({ number, live, message }) => [number, live, message])).toEqual([
    [2, true, 'Notes too'],
    [1, false, 'First'],
  ]);
  const restored = await api.flow.restore({ workspace, id, number: 1, revision: saved.revision });
  const draft = await api.flow.get({ workspace, id });
  expect(draft.draftRevision).toBe(restored.revision);
  expect(draft.draft.nodes).toEqual((await api.flow.version({ workspace, id, number: 1 })).graph.nodes);
  expect(await api.flow.deploy({ workspace, id, revision: restored.revision })).toEqual({
    version: 3,
    created: true,
  });
});

const wide: [string, string][] = [
  ['id', 'id'],
  ['email', 'mail'],
  ['note', 'remark'],
];

test('single nodes are restored, and a version is deployed again, while the draft stays', async () => {
  const name = 'Restored';
  const { id } = await api.flow.create({ workspace, name, graph: contacts(name) });
  await api.flow.deploy({ workspace, id, revision: 1, message: 'First' });
  const wider = contacts(name, wide);
  const relabelled = wider.nodes.map((node) => ({ ...node, label: 'New' }));
  const saved = await api.flow.saveDraft({
    workspace,
    id,
    graph: { ...wider, nodes: relabelled },
    revision: 1,
  });
  await api.flow.deploy({ workspace, id, revision: saved.revision, message: 'Wider' });
  const before = await api.flow.get({ workspace, id });

  expect(await api.flow.rollBack({ workspace, id, number: 1 })).toEqual({ version: 3, created: true });
  expect((await api.flow.versions({ workspace, id }))[0]).toMatchObject({
    live: true,
    message: 'Back to version 1',
  });
  const first = await api.flow.version({ workspace, id, number: 1 });
  expect((await api.flow.version({ workspace, id, number: 3 })).graph).toEqual(first.graph);
  const after = await api.flow.get({ workspace, id });
  expect([after.draft, after.draftRevision, after.draftDiffers]).toEqual([
    before.draft,
    before.draftRevision,
    true,
  ]);
  expect(await api.flow.rollBack({ workspace, id, number: 1 })).toEqual({ version: 3, created: false });
  expect((await outcome(() => api.flow.rollBack({ workspace, id, number: 9 }))).code).toBe('NOT_FOUND');

  const stale = () => api.flow.restore({ workspace, id, number: 1, revision: 1 });
  expect((await outcome(stale)).code).toBe('DRAFT_STALE');
  const revision = after.draftRevision;
  const restored = await api.flow.restore({ workspace, id, number: 1, revision, nodes: ['map'] });
  expect(restored.graph.nodes.map(({ label }) => label)).toEqual(
    restored.graph.nodes.map((node) => (node.id === 'map' ? undefined : 'New')),
  );
  expect((await api.flow.get({ workspace, id })).draft).toEqual(restored.graph);
  const { events } = await api.activity.list({ workspace });
  expect(events.map(({ action, detail }) => [action, detail])).toEqual(
    expect.arrayContaining([
      ['flow.rollBack', { version: 3, of: 1, message: 'Back to version 1' }],
      ['flow.restore', { version: 1, revision: restored.revision, nodes: ['map'] }],
    ]),
  );
});

test('a file is not applied over what somebody changed in the draft, unless it is to be lost', async () => {
  const name = 'In git';
  const graph = contacts(name);
  const { id } = await api.flow.applyGraph({ workspace, graph });
  // From the file to the file: nothing is lost.
  const again = contacts(name, wide);
  await api.flow.applyGraph({ workspace, graph: again });
  const { draftRevision: revision } = await api.flow.get({ workspace, id });
  const nodes = again.nodes.map((node) => (node.id === 'map' ? { ...node, label: 'By hand' } : node));
  await api.flow.saveDraft({ workspace, id, graph: { ...again, nodes }, revision });

  const { loses } = await api.flow.plan({ workspace, graph });
  expect(loses).toMatchObject({ by: expect.stringContaining('owner') });
  expect(JSON.stringify(loses?.changes)).toContain('By hand');
  const refused = await outcome(() => api.flow.applyGraph({ workspace, graph, deploy: true }));
  expect(refused.code).toBe('DRAFT_CHANGED');
  expect((await api.flow.get({ workspace, id })).deployed).toBeNull();
  await api.flow.applyGraph({ workspace, graph, overwrite: true });
  expect((await api.flow.plan({ workspace, graph })).loses).toBeNull();
});

test('windows that have a flow open know of each other and of the last save', async () => {
  const { id } = await api.flow.create({ workspace, name: 'Visited', graph: contacts('Visited') });
  const visit = (window: string, more: object = {}) => api.flow.visit({ workspace, id, window, ...more });
  expect(await visit('a')).toMatchObject({ revision: 1, others: [] });
  expect((await visit('b')).others).toHaveLength(1);
  await api.flow.saveDraft({ workspace, id, graph: contacts('Visited', wide), revision: 1 });
  expect(await visit('a')).toMatchObject({ revision: 2, others: [expect.stringContaining('owner')] });
  await visit('b', { leaves: true });
  expect((await visit('a')).others).toEqual([]);
});

test('a stream that changed makes a new version of the same draft', async () => {
  const { id } = await api.flow.create({ workspace, name: 'Drift', graph: contacts('Drift') });
  await api.flow.deploy({ workspace, id, revision: 1 });
  await right.query('alter table people add column extra text');
  expect(await api.flow.deploy({ workspace, id, revision: 1 })).toEqual({ version: 2, created: true });
});

test('a flow with errors saves but does not deploy', async () => {
  const graph = contacts('Wrong', [
    ['id', 'id'],
    ['gone', 'mail'],
  ]);
  const { id } = await api.flow.create({ workspace, name: 'Wrong', graph });
  const { code, answer } = await outcome(() => api.flow.deploy({ workspace, id, revision: 1 }));
  expect(code).toBe('FLOW_INVALID');
  const problems = JSON.parse((answer as { detail: string }).detail) as { code: string; nodeId: string }[];
  expect(problems).toContainEqual(expect.objectContaining({ code: 'FIELD_MISSING', nodeId: 'map' }));
  expect((await api.flow.get({ workspace, id })).deployed).toBeNull();
  expect((await outcome(() => api.flow.pause({ workspace, id }))).code).toBe('FLOW_NOT_RUNNING');
});

test('a connection that does not answer is a problem of its endpoints', async () => {
  const config = { url: 'postgres://u:p@127.0.0.1:1/x' };
  await api.connection.create({ workspace, name: 'dead', connector: 'postgres', config });
  const graph = twoTables('Dead', {
    left: ['dead', 'public.x'],
    right: ['none', 'public.y'],
    fields: [['id', 'id']],
  });
  const { problems } = await api.flow.validate({ workspace, graph });
  expect(problems).toContainEqual(
    expect.objectContaining({ code: 'CONNECTION_REFUSED', severity: 'error', nodeId: 'a' }),
  );
  expect(problems.some(({ nodeId, severity }) => nodeId === 'b' && severity === 'error')).toBe(true);
});

test('a file is planned, applied, and applied again without a change', async () => {
  const graph = contacts('From a file');
  const first = await api.flow.plan({ workspace, graph });
  expect(first.exists).toBe(false);
  expect(first.suggestions).toMatchObject([{ nodeId: 'map', left: 'note', right: 'remark' }]);
  const applied = await api.flow.applyGraph({ workspace, graph, deploy: true });
  expect(applied).toMatchObject({ created: true, version: 1 });
  expect(applied.problems.filter(({ severity }) => severity === 'error')).toEqual([]);

  expect((await api.flow.plan({ workspace, graph })).changes).toEqual([]);
  expect(await api.flow.applyGraph({ workspace, graph, deploy: true })).toMatchObject({
    id: applied.id,
    created: false,
    version: 1,
  });
  expect((await api.flow.get({ workspace, id: applied.id })).draftRevision).toBe(1);

  const wider = contacts('From a file', [
    ['id', 'id'],
    ['email', 'mail'],
    ['note', 'remark'],
  ]);
  const { changes } = await api.flow.plan({ workspace, graph: wider });
  expect(changes.map(({ sentence }) => sentence)).toEqual(['Maps note to remark.']);
  const broken = contacts('From a file', [
    ['id', 'id'],
    ['gone', 'mail'],
  ]);
  const refused = await api.flow.applyGraph({ workspace, graph: broken, deploy: true });
  expect(refused.version).toBeNull();
  expect(refused.problems.map(({ code }) => code)).toContain('FIELD_MISSING');
});

test('a deployed flow is paused, resumed, and deleted by the runner after a confirmation', async () => {
  const { id } = await api.flow.applyGraph({ workspace, graph: contacts('Life'), deploy: true });
  const desired = async () => (await api.flow.get({ workspace, id })).desired;
  await api.flow.pause({ workspace, id });
  expect(await desired()).toBe('paused');
  await api.flow.resume({ workspace, id });
  expect(await desired()).toBe('running');
  const owned = await api.flow.owned({ workspace, id });
  expect(owned.map(({ connection, error }) => [connection, error])).toEqual([
    ['app', null],
    ['crm', null],
  ]);
  const wrong = await outcome(() => api.flow.delete({ workspace, id, confirm: 'Other' }));
  expect(wrong.code).toBe('INPUT_INVALID');
  expect(await api.flow.delete({ workspace, id, confirm: 'Life' })).toEqual({ done: false });
  expect(await desired()).toBe('deleting');
  const row = (await api.flow.list({ workspace })).find((flow) => flow.id === id);
  expect(row?.phase).toBe('deleting');
  expect((await outcome(() => api.flow.resume({ workspace, id }))).code).toBe('FLOW_NOT_RUNNING');
  expect((await outcome(() => api.flow.deploy({ workspace, id, revision: 1 }))).code).toBe('IN_USE');
});

test('without a runner a deployed flow is shown as stopped; a draft stays a draft', async () => {
  await fixture.query('delete from runner');
  const { id } = await api.flow.applyGraph({ workspace, graph: contacts('Phases'), deploy: true });
  const row = async () => (await api.flow.list({ workspace })).find((flow) => flow.id === id);
  expect(await row()).toMatchObject({ phase: 'stopped', error: { code: 'RUNNER_ABSENT' } });
  expect((await outcome(() => api.operation.startVerify({ workspace, flowId: id }))).code).toBe(
    'RUNNER_ABSENT',
  );
  await fixture.runnerSeen();
  expect(await row()).toMatchObject({ phase: 'starting', lanes: 1, deployedVersion: 1, draftDiffers: false });
  const draft = await api.flow.create({ workspace, name: 'Only a draft' });
  const list = await api.flow.list({ workspace });
  expect(list.find((flow) => flow.id === draft.id)).toMatchObject({ phase: 'draft', deployedVersion: null });
  const operation = await api.operation.startVerify({ workspace, flowId: id });
  expect(await api.operation.get({ workspace, id: operation.id })).toMatchObject({ state: 'queued' });
  expect(await api.operation.cancel({ workspace, id: operation.id })).toEqual({ asked: true });
  expect(await api.operation.get({ workspace, id: operation.id })).toMatchObject({ state: 'cancelled' });

  // A resync is refused where it would mean nothing, before it is queued.
  const stream = 'public.contacts';
  const resync = (more: object) =>
    outcome(() => api.operation.startResync({ workspace, flowId: id, stream, ...more }));
  expect((await resync({ stream: 'public.none' })).code).toBe('STREAM_MISSING');
  expect((await resync({ from: ['1', '2'] })).code).toBe('INPUT_INVALID');
  await api.flow.setContinuousVerify({ workspace, id, on: true });
  expect(
    (await outcome(() => api.flow.setContinuousVerify({ workspace, id: draft.id, on: true }))).code,
  ).toBe('FLOW_NOT_RUNNING');
  // What writes through the running engine needs it to run.
  await api.flow.pause({ workspace, id });
  expect((await resync({})).code).toBe('FLOW_NOT_RUNNING');
  const repair = await outcome(() => api.operation.startVerify({ workspace, flowId: id, repair: true }));
  expect(repair.code).toBe('FLOW_NOT_RUNNING');
});

test('what was done is written down with who did it', async () => {
  const { events } = await api.activity.list({ workspace, limit: 200 });
  const actions = new Set(events.map(({ action }) => action));
  for (const action of ['flow.create', 'flow.saveDraft', 'flow.deploy', 'flow.pause', 'flow.delete']) {
    expect(actions).toContain(action);
  }
  expect(new Set(events.map(({ actor }) => actor))).toEqual(new Set(['owner@example.test']));
  const page = await api.activity.list({ workspace, limit: 2 });
  const rest = await api.activity.list({ workspace, limit: 2, cursor: page.next });
  expect([...page.events, ...rest.events].map(({ id }) => id)).toEqual(
    events.slice(0, 4).map(({ id }) => id),
  );
});
