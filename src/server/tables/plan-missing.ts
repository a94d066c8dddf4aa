import { SyncError } from '#core/errors/sync-error.ts';
import type { SchemaLookup } from '#core/flow/compile.ts';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import type { PreflightFinding } from '#core/ports/preflight.ts';
import type { DdlStatement } from '#core/ports/table-maker.ts';
import { type MissingStream, missingStreams } from '#core/tables/missing-streams.ts';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import { connectionNames } from '../connections/flows-using.ts';
import { streamsOf } from '../connections/streams-of.ts';
import { planTables } from '../use-cases/plan-tables.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** A stream that would have to be made for a flow, and how. */
export type MissingTable = Omit<MissingStream, 'wish'> & {
  statements: DdlStatement[];
  findings: PreflightFinding[];
  /** Why no statements can be given; null where they can. */
  refused: string | null;
};

/** The streams that a flow names and that are not there, with the statements that would make them; changes nothing. */
export async function planMissing(context: WorkspaceContext, graph: FlowGraph): Promise<MissingTable[]> {
  const missing = missingStreams(graph, await lookUp(context, graph));
  return Promise.all(missing.map((each) => plan(context, each)));
}

async function plan(context: WorkspaceContext, { wish, ...missing }: MissingStream): Promise<MissingTable> {
  const { connection, from } = missing;
  const input = { from: { name: from.connection }, to: { name: connection }, tables: [wish] };
  try {
    const { statements, findings } = await planTables(context, input);
    return { ...missing, statements, findings, refused: null };
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    return { ...missing, statements: [], findings: [], refused: error.message };
  }
}

/** The streams of the graph's connections; one that does not answer is the compiler's to tell of. */
async function lookUp(context: WorkspaceContext, graph: FlowGraph): Promise<SchemaLookup> {
  const found = new Map<string, StreamSchema[]>();
  for (const name of new Set(connectionNames(graph))) {
    const connection = await context.store.connections.find({ name });
    const streams = connection && (await streamsOf(context.services, connection).catch(() => null));
    if (streams) found.set(name, streams);
  }
  return (connection, stream) => {
    const streams = found.get(connection);
    return streams ? (streams.find(({ name }) => name === stream) ?? 'missing') : null;
  };
}
