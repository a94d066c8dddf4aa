import { SyncError } from '#core/errors/sync-error.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** The flow as it is stored, with its deployment. Throws `NOT_FOUND`. */
export async function findFlow(context: WorkspaceContext, reference: { id?: string; name?: string }) {
  const flow = await context.store.flows.find(reference);
  if (flow) return flow;
  throw new SyncError('NOT_FOUND', `There is no flow "${reference.name ?? reference.id}".`);
}

export type StoredFlow = Awaited<ReturnType<typeof findFlow>>;
