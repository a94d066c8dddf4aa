import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { env } from '#config/env.ts';
import { connectors } from '#connectors/registry.server.ts';
import { compile } from '#core/flow/compile.ts';
import { FlowGraph } from '#core/flow/flow-graph.ts';
import { FlowStatus } from '#core/ledger/lane-status.ts';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import { migrate } from '#db/migrate.ts';
import { seal } from '#lib/secret-box.ts';

const key = Buffer.alloc(32, 7);

/** A flow deployed to a real runner process of its own. */
export type BenchRunner = {
  /** The store, for looking at the ledger. */
  store: pg.Pool;
  status(): Promise<FlowStatus | null>;
  stop(): Promise<void>;
};

/** Deploys `graph` over PostgreSQL connections given by name and URL, starts a runner, waits until it is live. */
export async function startRunner(
  storeUrl: string,
  graph: unknown,
  urls: Record<string, string>,
): Promise<BenchRunner> {
  await migrate(storeUrl);
  const store = new pg.Pool({ connectionString: storeUrl, max: 3 });
  await deploy(store, FlowGraph.parse(graph), urls);
  const child = spawn(
    process.execPath,
    ['--no-node-snapshot', join(import.meta.dirname, '../src/runner/main.ts')],
    {
      env: env.forChild({
        DATABASE_URL: storeUrl,
        SYNCLINE_SECRET_KEY: key.toString('hex'),
        SYNCLINE_LOG_LEVEL: 'warn',
        NODE_ENV: 'production',
      }),
      stdio: ['ignore', 2, 2],
    },
  );
  const status = async () => {
    const found = await store.query(`SELECT status FROM deployment`);
    return found.rows[0]?.status ? FlowStatus.parse(found.rows[0].status) : null;
  };
  await waitUntilLive(child, status);
  return {
    store,
    status,
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
      await store.end();
    },
  };
}

async function waitUntilLive(child: ChildProcess, status: () => Promise<FlowStatus | null>): Promise<void> {
  for (;;) {
    const now = await status();
    if (now?.phase === 'live') return;
    if (now?.error) throw new Error(`${now.error.code}: ${now.error.message}`);
    if (child.exitCode !== null) throw new Error('the runner ended');
    await sleep(100);
  }
}

async function deploy(store: pg.Pool, graph: FlowGraph, urls: Record<string, string>): Promise<void> {
  const schemas = new Map<string, StreamSchema[]>();
  await store.query(`INSERT INTO organization (id, name, slug, "createdAt") VALUES ('w', 'W', 'w', now())`);
  for (const [name, url] of Object.entries(urls)) {
    const connector = connectors.postgres;
    if (!connector) throw new Error('no connector');
    const { password, ...config } = connector.manifest.config.parse({ url });
    const session = connector.open({ ...config, password });
    schemas.set(name, await session.introspect());
    await session.close();
    await store.query(
      `INSERT INTO connection (id, "workspaceId", name, connector, config, secrets, "createdBy", "updatedAt")
       VALUES ($1, 'w', $1, 'postgres', $2, $3, 'bench', now())`,
      [name, config, seal(key, JSON.stringify({ password }), name)],
    );
  }
  const { lanes, problems } = compile(
    graph,
    (connection, stream) => schemas.get(connection)?.find((schema) => schema.name === stream) ?? 'missing',
  );
  const error = problems.find((problem) => problem.severity === 'error');
  if (error) throw new Error(error.message);
  await store.query(
    `INSERT INTO flow (id, "workspaceId", name, draft, "draftBy", "draftDigest") VALUES ('f', 'w', 'f', '{}', 'b', '')`,
  );
  await store.query(
    `INSERT INTO flow_version (id, "flowId", number, graph, digest, lanes, message, "createdBy")
     VALUES ('v', 'f', 1, '{}', '', $1, '', 'b')`,
    [JSON.stringify(lanes)],
  );
  await store.query(
    `INSERT INTO deployment ("flowId", "versionId", desired, "desiredBy") VALUES ('f', 'v', 'running', 'b')`,
  );
}
