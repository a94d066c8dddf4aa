import { z } from 'zod';
import { SyncError } from '#core/errors/sync-error.ts';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import { findConnection, type StoredConnection } from '../connections/find-connection.ts';
import { streamsOf } from '../connections/streams-of.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** A stream of a connection, by the names that flows use. */
export const StreamReference = z.strictObject({ connection: z.string(), stream: z.string() });
export type StreamReference = z.infer<typeof StreamReference>;

/** The stream as it is now. Throws `NOT_FOUND` for the connection, `STREAM_MISSING`, and what the system answers. */
export async function findStream(
  context: WorkspaceContext,
  { connection: name, stream }: StreamReference,
): Promise<{ connection: StoredConnection; schema: StreamSchema }> {
  const connection = await findConnection(context, { name });
  const streams = await streamsOf(context.services, connection);
  const schema = streams.find((each) => each.name === stream);
  if (schema) return { connection, schema };
  throw new SyncError('STREAM_MISSING', `The connection "${name}" has no stream ${stream}.`);
}
