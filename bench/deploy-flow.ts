import type pg from 'pg';
import { connectors } from '#connectors/registry.server.ts';
import { compile } from '#core/flow/compile.ts';
import { FlowGraph } from '#core/flow/flow-graph.ts';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import { seal } from '#lib/secret-box.ts';
import type { BenchServer } from './bench-servers.ts';

/** Seals the connections' secrets; the runner is given the same. */
export const benchKey = Buffer.alloc(32, 7);

/** A flow to be deployed; its graph names the connections by the names of their servers. */
export type BenchFlow = { id: string; graph: unknown };

/** Streams by connection, by name. */
export type Schemas = Map<string, Map<string, StreamSchema>>;

/** Writes a connection into the store as the pages would. @returns its streams, as of now. */
export async function makeConnection(
  store: pg.Pool,
  { name, url }: BenchServer,
): Promise<Map<string, StreamSchema>> {
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

/** Writes a flow with its version and deployment into the store as the pages would, and wakes the runner. */
export async function deployFlow(store: pg.Pool, { id, graph }: BenchFlow, schemas: Schemas): Promise<void> {
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
  await store.query(`SELECT pg_notify('syncline_desired', $1)`, [id]);
}
