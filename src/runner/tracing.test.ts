import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { trace } from '@opentelemetry/api';
import { afterEach, expect, test, vi } from 'vitest';
import { LeaseStore } from '#db/runner/lease-store.ts';
import { storePool } from '#db/runner/store-pool.ts';
import { beginSpan, inPart, spanned, traceparent } from '#lib/tracing.ts';
import { createCodeRunner } from '#sandbox/code-host.ts';
import { handleApiRequest } from '#server/api/handle-api-request.ts';
import { newApiKey } from '#server/auth/new-api-key.ts';
import { logger } from '#server/logger.ts';
import { startTracing } from '#server/start-tracing.ts';
import { apiFixture } from '#testing/api-fixture.ts';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import { OperationRunner } from './operations/operation-runner.ts';
import { Supervisor } from './supervisor/supervisor.ts';

type Attribute = { key: string; value: Record<string, unknown> };
type Span = {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  attributes: Attribute[];
  status: { code?: number };
};

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const each of undo.splice(0).reverse()) await each();
});

/** A receiver of OTLP over HTTP on this machine, to which this process traces from now on. */
async function traced() {
  const spans: (Span & { service: string })[] = [];
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => {
      body += part.toString();
    });
    request.on('end', () => {
      bodies.push(body);
      const { resourceSpans } = JSON.parse(body) as {
        resourceSpans: { resource: { attributes: Attribute[] }; scopeSpans: { spans: Span[] }[] }[];
      };
      for (const { resource, scopeSpans } of resourceSpans) {
        const service = String(
          resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue,
        );
        spans.push(...scopeSpans.flatMap((scope) => scope.spans.map((span) => ({ ...span, service }))));
      }
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  undo.push(() => new Promise((resolve) => server.close(resolve)));
  vi.stubEnv('OTEL_RESOURCE_ATTRIBUTES', 'deployment.environment=test%20one,broken,service.name=other');
  vi.stubEnv('OTEL_SERVICE_NAME', 'syncline-test');
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const tracing = startTracing('syncline');
  if (!tracing) throw new Error('nothing is traced');
  undo.push(() => tracing.stop());
  return { spans, bodies, flush: () => tracing.stop() };
}

const told = (span: Span | undefined) =>
  Object.fromEntries((span?.attributes ?? []).map(({ key, value }) => [key, Object.values(value)[0]]));

test('without the variables nothing is traced, and work is done as it is', async () => {
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', '');
  expect(startTracing('x')).toBeNull();
  expect(traceparent()).toBeNull();
  expect(beginSpan('x', () => expect.fail('nobody asks for attributes'))).toBeNull();
  const work = Promise.resolve(1);
  expect(inPart(null, 'x', () => work)).toBe(work);
  expect(
    spanned(
      'x',
      () => expect.fail('nobody asks'),
      () => work,
    ),
  ).toBe(work);
});

test('a receiver that is not there keeps no process from ending', async () => {
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', 'http://127.0.0.1:1');
  const tracing = startTracing('x');
  await spanned(
    'x',
    () => ({}),
    () => Promise.resolve(1),
  );
  await expect(tracing?.stop()).resolves.toBeUndefined();
});

test('an operation is in the trace of the request that asked for it, and a refusal has its code', async () => {
  const { spans, bodies, flush } = await traced();
  const fixture = await apiFixture('tracing');
  undo.push(() => fixture.close());
  const access = await fixture.workspace('main', await fixture.person('owner'));
  const { key, hash, prefix } = newApiKey();
  await fixture.services.prisma.apiKey.create({
    data: { workspaceId: access.id, name: 'k', role: 'owner', hash, prefix, createdBy: 'x' },
  });
  await fixture.runnerSeen();
  const { prisma } = fixture.services;
  const flow = await prisma.flow.create({
    data: { workspaceId: access.id, name: 'F', draft: {}, draftDigest: 'd', draftBy: 'x' },
  });
  const version = await prisma.flowVersion.create({
    data: { flowId: flow.id, number: 1, graph: {}, digest: 'd', lanes: [], message: '', createdBy: 'x' },
  });
  await prisma.deployment.create({
    data: { flowId: flow.id, versionId: version.id, desired: 'paused', desiredBy: 'x' },
  });
  const call = (path: string, input: object) =>
    handleApiRequest(
      fixture.services,
      new Request(`http://localhost/api/trpc/${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': 'application/json',
          'x-request-id': 'req-1',
          traceparent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`,
        },
        body: JSON.stringify({ json: { workspace: 'main', ...input } }),
      }),
    );
  // What a framework would tell of the request is not told.
  trace
    .getTracer('next.js')
    .startSpan('GET /api/enter', { attributes: { 'http.target': '/?token=t0ken' } })
    .end();
  const answer = await call('operation.startVerify', { flowId: flow.id });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('x-request-id')).toBe('req-1');
  await call('flow.pause', { id: 'none' });

  const pool = storePool(fixture.url, 'test runner', 4);
  undo.push(() => pool.end());
  const context = {
    ...{ runnerId: 'r2', pool, leases: new LeaseStore(pool, 'r2'), secretKey: fixture.services.secretKey },
    ...{ code: createCodeRunner(), adminUrl: null, logWarningBytes: 1, logger },
  };
  const operations = new OperationRunner(context, new Supervisor(context));
  undo.push(() => operations.stop());
  operations.start();
  await eventually('the operation has ended', async () => {
    const rows = await fixture.query(`select 1 from operation where state in ('queued', 'running')`);
    return rows.length === 0;
  });
  await operations.stop();
  await flush();
  const asked = spans.find(({ name }) => name === 'api operation.startVerify');
  const done = spans.find(({ name }) => name === 'operation verify');
  expect(asked).toMatchObject({
    service: 'syncline-test',
    traceId: 'ab'.repeat(16),
    parentSpanId: 'cd'.repeat(8),
  });
  expect(bodies.join('')).toContain('test one');
  expect(bodies.join('')).not.toContain('t0ken');
  expect(told(asked)).toMatchObject({ 'syncline.request': 'req-1' });
  expect(done).toMatchObject({ traceId: asked?.traceId, parentSpanId: asked?.spanId });
  expect(told(spans.find(({ name }) => name === 'api flow.pause'))).toMatchObject({
    'syncline.code': 'NOT_FOUND',
  });
});

test('a batch has a span with its parts, and none holds a value of a record', async () => {
  const { spans, bodies, flush } = await traced();
  const table = (name: string) =>
    `CREATE TABLE ${name} (id int PRIMARY KEY, a text); ALTER TABLE ${name} REPLICA IDENTITY FULL;`;
  const fields = ['id', 'a'].map((name) => ({ left: name, right: name }));
  const flow = await flowOnDatabases('traced', {
    leftSql: table('l'),
    rightSql: table('r'),
    lanes: [{ left: 'public.l', right: 'public.r', mapping: { match: [['id', 'id']], fields } }],
  });
  undo.push(() => flow.close());
  await flow.start();
  await flow.left.query(`INSERT INTO l SELECT i, 'ann@private.test' FROM generate_series(1, 3) i`);
  await eventually(
    'the other side has them',
    async () => (await flow.right.query('SELECT 1 FROM r')).length === 3,
  );
  await flow.stop();
  // Another copy of the module, as a bundler makes them, traces as well.
  vi.resetModules();
  const copy = await import('#lib/tracing.ts');
  expect(copy.beginSpan).not.toBe(beginSpan);
  copy.beginSpan('by a copy', () => ({}))?.end();
  await flush();
  expect(spans.map(({ name }) => name)).toContain('by a copy');
  // A batch without a change, as a heartbeat makes it, is no span.
  for (const span of spans)
    if (span.name === 'batch') expect(Number(told(span)['syncline.changes'])).toBeGreaterThan(0);
  const batch = spans.find((span) => span.name === 'batch' && Number(told(span)['syncline.changes']) === 3);
  expect(told(batch)).toMatchObject({ 'syncline.flow': flow.flowId, 'syncline.side': 'left' });
  const parts = spans.filter(({ parentSpanId }) => parentSpanId === batch?.spanId).map(({ name }) => name);
  expect(new Set(parts)).toEqual(new Set(['feed', 'plan', 'apply', 'settle', 'commit']));
  expect(bodies.join('')).not.toContain('ann@private.test');
});
