import type pg from 'pg';
import { connectors } from '#connectors/registry.server.ts';
import { compile } from '#core/flow/compile.ts';
import { FlowGraph } from '#core/flow/flow-graph.ts';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import { seal } from '#lib/secret-box.ts';

/** Seals the connections' secrets; the runner is given the same. */
export const benchKey = Buffer.alloc(32, 7);

/** A flow to be deployed; its graph names connections by the names of the URLs. */
export type BenchFlow = { id: string; graph: unknown };

/** Writes connections, flows and deployments into a store that has been migrated, as the pages would. */
export async function deployFlows(
  store: pg.Pool,
  flows: BenchFlow[],
  urls: Record<string, string>,
): Promise<void> {
  await store.query(`INSERT INTO organization (id, name, slug, "createdAt") VALUES ('w', 'W', 'w', now())`);
  const schemas = new Map<string, Map<string, StreamSchema>>();
  for (const [name, url] of Object.entries(urls)) schemas.set(name, await addConnection(store, name, url));
  for (const flow of flows) await deploy(store, flow, schemas);
}

async function addConnection(store: pg.Pool, name: string, url: string): Promise<Map<string, StreamSchema>> {
  const connector = connectors.postgres;
  if (!connector) throw new Error('no connector');
  const { password, ...config } = connector.manifest.config.parse({ url });
  const session = connector.open({ ...config, password });
  const streams = await session.introspect();
  await session.close();
  await store.query(
    `INSERT INTO connection (id, "workspaceId", name, connector, config, secrets, "createdBy", "updatedAt")
     VALUES ($1, 'w', $1, 'postgres', $2, $3, 'bench', now())`,
    [name, config, seal(benchKey, JSON.stringify({ password }), name)],
  );
  return new Map(streams.map((schema) => [schema.name, schema]));
}

async function deploy(
  store: pg.Pool,
  { id, graph }: BenchFlow,
  schemas: Map<string, Map<string, StreamSchema>>,
): Promise<void> {
  const { lanes, problems } = compile(
    FlowGraph.parse(graph),
    (connection, stream) => schemas.get(connection)?.get(stream) ?? 'missing',
  );
  const error = problems.find((problem) => problem.severity === 'error');
  if (error) throw new Error(error.message);
  await store.query(
    `INSERT INTO flow (id, "workspaceId", name, draft, "draftBy", "draftDigest") VALUES ($1, 'w', $1, '{}', 'b', '')`,
    [id],
  );
  await store.query(
    `INSERT INTO flow_version (id, "flowId", number, graph, digest, lanes, message, "createdBy")
     VALUES ($1, $1, 1, '{}', '', $2, '', 'b')`,
    [id, JSON.stringify(lanes)],
  );
  await store.query(
    `INSERT INTO deployment ("flowId", "versionId", desired, "desiredBy") VALUES ($1, $1, 'running', 'b')`,
    [id],
  );
}
