import { SyncError } from '#core/errors/sync-error.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { findFlow } from './find-flow.ts';

/** A version of a flow, and the flow. Throws `NOT_FOUND`. */
export async function findVersion(context: WorkspaceContext, input: { id: string; number: number }) {
  const flow = await findFlow(context, { id: input.id });
  const version = await context.store.versions.find(flow.id, input.number);
  if (!version) throw new SyncError('NOT_FOUND', `"${flow.name}" has no version ${input.number}.`);
  return { flow, version };
}
