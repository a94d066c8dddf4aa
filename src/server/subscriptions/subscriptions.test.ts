import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FlowStatus } from '#core/ledger/lane-status.ts';
import { type ApiFixture, apiFixture, twoTables } from '#testing/api-fixture.ts';
import { appRouter } from '../api/app-router.ts';
import { handleApiRequest } from '../api/handle-api-request.ts';
import type { Caller } from '../auth/caller.ts';
import { newApiKey } from '../auth/new-api-key.ts';

let fixture: ApiFixture;
let owner: Caller;
let flowId: string;
const workspace = 'main';

beforeAll(async () => {
  fixture = await apiFixture('subscriptions');
  const person = await fixture.person('owner');
  const access = await fixture.workspace(workspace, person);
  owner = person;
  const graph = twoTables('Live', { left: ['a', 'x'], right: ['b', 'y'], fields: [['id', 'id']] });
  ({ id: flowId } = await fixture.as(owner).flow.create({ workspace, name: 'Live', graph }));
  const { prisma } = fixture.services;
  const version = await prisma.flowVersion.create({
    data: { flowId, number: 1, graph, digest: 'd', lanes: [], message: '', createdBy: 'x' },
  });
  await prisma.deployment.create({
    data: { flowId, versionId: version.id, desired: 'running', desiredBy: 'x' },
  });
  const { hash, prefix } = newApiKey();
  await prisma.apiKey.create({
    data: { workspaceId: access.id, name: 'k', role: 'viewer', hash, prefix, createdBy: 'x' },
  });
  await fixture.runnerSeen();
});
afterAll(() => fixture.close());

/** As the runner does. */
async function writeStatus(at: number): Promise<void> {
  const status: FlowStatus = {
    phase: 'live',
    version: 1,
    lanes: [],
    error: null,
    retained: {},
    logWarnings: [],
    continuousVerify: false,
    verified: null,
    at,
  };
  await fixture.runnerSeen();
  await fixture.query(`update deployment set status = $1 where "flowId" = $2`, [
    JSON.stringify(status),
    flowId,
  ]);
  await fixture.query(`select pg_notify('syncline_status', $1)`, [flowId]);
}

async function subscribe() {
  const abort = new AbortController();
  const api = appRouter.createCaller({ services: fixture.services, caller: owner }, { signal: abort.signal });
  const stream = await api.flow.onStatus({ workspace, id: flowId });
  return { next: () => stream[Symbol.asyncIterator]().next(), abort };
}

const listeners = () =>
  fixture.query(
    `select pid from pg_stat_activity where datname = current_database() and application_name = 'syncline listen'`,
  );

test('a status reaches subscribers when it is told, well before the next look', async () => {
  const { next, abort } = await subscribe();
  expect((await next()).value).toMatchObject({ phase: 'starting' });
  const pending = next();
  await delay(300);
  const told = Date.now();
  await writeStatus(1);
  expect((await pending).value).toMatchObject({ phase: 'live', at: 1 });
  expect(Date.now() - told).toBeLessThan(1500);
  abort.abort();
  expect((await next()).done).toBe(true);
});

test('many subscribers share one connection, which ends with the last of them', async () => {
  const all = await Promise.all([subscribe(), subscribe(), subscribe()]);
  await Promise.all(all.map(({ next }) => next()));
  await delay(300);
  expect(await listeners()).toHaveLength(1);
  const waiting = all.map(({ next }) => next());
  await writeStatus(2);
  for (const { value } of await Promise.all(waiting)) expect(value).toMatchObject({ at: 2 });
  for (const { abort } of all) abort.abort();
  await Promise.all(all.map(({ next }) => next()));
  await expect.poll(async () => (await listeners()).length).toBe(0);
});

test('what is told while the connection is away is seen all the same, and it comes back', async () => {
  const { next, abort } = await subscribe();
  await next();
  await delay(300);
  const [before] = await listeners();
  await fixture.query('select pg_terminate_backend($1)', [before?.pid]);
  const pending = next();
  await writeStatus(3);
  expect((await pending).value).toMatchObject({ at: 3 });
  await expect.poll(async () => (await listeners()).length).toBe(1);
  abort.abort();
  await next();
});

test('the list of flows is sent again when a row changes', async () => {
  const abort = new AbortController();
  const api = appRouter.createCaller({ services: fixture.services, caller: owner }, { signal: abort.signal });
  const stream = (await api.flow.onList({ workspace }))[Symbol.asyncIterator]();
  expect((await stream.next()).value).toMatchObject([{ id: flowId, name: 'Live' }]);
  await fixture.as(owner).flow.rename({ workspace, id: flowId, name: 'Renamed' });
  expect((await stream.next()).value).toMatchObject([{ name: 'Renamed' }]);
  abort.abort();
  expect((await stream.next()).done).toBe(true);
});

test('an operation is followed until it has ended', async () => {
  const { id } = await fixture.as(owner).operation.startVerify({ workspace, flowId });
  const stream = (await fixture.as(owner).operation.onProgress({ workspace, id }))[Symbol.asyncIterator]();
  expect((await stream.next()).value).toMatchObject({ state: 'queued' });
  await fixture.query(`update operation set state = 'done', result = '{"agreed": true}' where id = $1`, [id]);
  await fixture.query(`select pg_notify('syncline_operation_progress', $1)`, [id]);
  expect((await stream.next()).value).toMatchObject({ state: 'done', result: { agreed: true } });
  expect((await stream.next()).done).toBe(true);
});

test('over HTTP the status comes as server-sent events, and a refusal with its own status', async () => {
  const key = newApiKey();
  const access = await fixture.services.prisma.organization.findUniqueOrThrow({ where: { slug: workspace } });
  await fixture.services.prisma.apiKey.create({
    data: {
      workspaceId: access.id,
      name: 'sse',
      role: 'viewer',
      hash: key.hash,
      prefix: key.prefix,
      createdBy: 'x',
    },
  });
  const open = async (id: string) => {
    const abort = new AbortController();
    const input = encodeURIComponent(JSON.stringify({ json: { workspace, id } }));
    const response = await handleApiRequest(
      fixture.services,
      new Request(`http://localhost/api/trpc/flow.onStatus?input=${input}`, {
        headers: { authorization: `Bearer ${key.key}`, accept: 'text/event-stream' },
        signal: abort.signal,
      }),
    );
    return { response, abort };
  };
  const live = await open(flowId);
  expect(live.response.headers.get('content-type')).toContain('text/event-stream');
  expect(await readUntil(live.response, /"phase":"live"/)).toContain('data:');
  live.abort.abort();

  const gone = await open('none');
  const text = await readUntil(gone.response, /serialized-error[\s\S]*NOT_FOUND/);
  expect(text).toContain('There is no flow');
  gone.abort.abort();
});

async function readUntil(response: Response, found: RegExp): Promise<string> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (reader && !found.test(text)) {
    const { value, done } = await reader.read();
    if (done) break;
    text += value;
  }
  await reader?.cancel();
  return text;
}
