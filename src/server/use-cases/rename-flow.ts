import { isUniqueViolation } from '#db/is-unique-violation.ts';
import { findFlow } from '../flows/find-flow.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { flowNameTaken } from './create-flow.ts';

/** Gives a flow another name. Throws `NAME_TAKEN`. */
export async function renameFlow(
  context: WorkspaceContext,
  input: { id: string; name: string },
): Promise<void> {
  const flow = await findFlow(context, { id: input.id });
  try {
    await context.transaction(async (store, audit) => {
      await store.flows.rename(flow.id, input.name);
      await audit({
        action: 'flow.rename',
        target: { kind: 'flow', id: flow.id, name: input.name },
        detail: { before: flow.name },
      });
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw flowNameTaken(input.name);
    throw error;
  }
}
