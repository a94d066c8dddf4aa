import type { SyncError } from '#core/errors/sync-error.ts';
import type { CompileOptions, SchemaLookup } from '#core/flow/compile.ts';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import { manifestOf } from '../connections/manifest-of.ts';
import { streamsOf } from '../connections/streams-of.ts';
import { toAnswer } from '../to-answer.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** What compiling a graph asks of its systems. */
export type FlowSchemas = {
  schemas: SchemaLookup;
  options: CompileOptions;
  /** Connections that did not answer, by name. */
  failures: ReadonlyMap<string, SyncError>;
};

/** Reads the streams of every connection that a graph names, or takes those that were read before. */
export async function flowSchemas(
  context: WorkspaceContext,
  graph: FlowGraph,
  options: { refresh?: boolean },
): Promise<FlowSchemas> {
  const found = new Map<string, StreamSchema[]>();
  const failures = new Map<string, SyncError>();
  /** Connections that do not say when a change was committed. */
  const untimed = new Set<string>();
  const names = new Set(
    graph.nodes.flatMap((node) => (node.kind === 'endpoint' && node.connection ? [node.connection] : [])),
  );
  await Promise.all(
    [...names].map(async (name) => {
      const connection = await context.store.connections.find({ name });
      if (!connection) return;
      if (!manifestOf(connection.connector).capabilities.commitTimes) untimed.add(name);
      try {
        found.set(name, await streamsOf(context.services, connection, options));
      } catch (error) {
        failures.set(name, toAnswer(error));
      }
    }),
  );
  return {
    schemas: (connection, stream) => {
      if (failures.has(connection)) return 'loading';
      const streams = found.get(connection);
      return streams ? (streams.find(({ name }) => name === stream) ?? 'missing') : null;
    },
    options: { commitTimes: (connection) => !untimed.has(connection) },
    failures,
  };
}
