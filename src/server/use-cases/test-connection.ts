import { toJson } from '#db/to-json.ts';
import { findConnection } from '../connections/find-connection.ts';
import type { LastTest } from '../connections/present-connection.ts';
import type { Reference } from '../connections/reference.ts';
import { withConnection } from '../connections/with-session.ts';
import { toAnswer } from '../to-answer.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** Reaches the system and keeps how it went. Throws what the connector says when it fails. */
export async function testConnection(
  context: WorkspaceContext,
  reference: Reference,
): Promise<{ server: string; latencyMs: number }> {
  const connection = await findConnection(context, reference);
  const keep = (result: Omit<LastTest, 'at'>) =>
    context.store.connections.setLastTest(connection.id, toJson({ ...result, at: new Date().toISOString() }));
  try {
    const { server, latencyMs } = await withConnection(context.services, connection, (session) =>
      session.test(),
    );
    await keep({ ok: true, server, latencyMs, code: null, message: null });
    return { server, latencyMs };
  } catch (error) {
    const { code, message } = toAnswer(error);
    await keep({ ok: false, server: null, latencyMs: null, code, message });
    throw error;
  }
}
