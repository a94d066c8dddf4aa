import { z } from 'zod';
import { findOperation } from '../../operations/find-operation.ts';
import { hasEnded, type OperationView } from '../../operations/present-operation.ts';
import { changesOnly } from '../../subscriptions/changes-only.ts';
import { wakeUps } from '../../subscriptions/wake-ups.ts';
import { workspaceProcedure } from '../trpc.ts';

/** An operation: now, and whenever it has got on, until it has ended. */
export const onOperationProgress = workspaceProcedure('operation.onProgress')
  .input(z.object({ id: z.string() }))
  .subscription(async function* ({
    ctx: { services, within },
    input,
    signal,
  }): AsyncGenerator<OperationView> {
    const isNew = changesOnly();
    const wakes = wakeUps(services.listener, 'syncline_operation_progress', {
      concerns: (id) => id === input.id,
      everyMs: 2000,
      signal,
    });
    for await (const _ of wakes) {
      const operation = await findOperation(within, input.id);
      if (isNew(operation)) yield operation;
      if (hasEnded(operation.state)) return;
    }
  });
