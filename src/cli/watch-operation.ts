import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '#server/api/app-router.ts';
import type { Session } from './cli.ts';
import { operationLines } from './operation-lines.ts';
import { pauseBetween } from './pause-between.ts';

/** An operation as the API gives it. */
export type Operation = inferRouterOutputs<AppRouter>['operation']['get'];

/**
 * Shows an operation's progress until it has ended, and returns it as it ended.
 * @param options.cancel cancels it when the person interrupts; otherwise it goes on by itself
 */
export async function watchOperation(
  session: Session,
  id: string,
  options: { cancel: boolean },
): Promise<Operation> {
  const workspace = await session.workspace();
  const live = session.output.live();
  try {
    for (;;) {
      const operation = await session.api.operation.get.query({ workspace, id });
      if (['done', 'failed', 'cancelled'].includes(operation.state)) {
        live.finish(operationLines(operation));
        return operation;
      }
      live.update(operationLines(operation));
      await pauseBetween(400, session.signal);
    }
  } catch (error) {
    if (session.signal.aborted && options.cancel) {
      await session.lastWord().operation.cancel.mutate({ workspace, id });
    }
    throw error;
  }
}
