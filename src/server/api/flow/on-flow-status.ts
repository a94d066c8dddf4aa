import { z } from 'zod';
import type { FlowStatus } from '#core/ledger/lane-status.ts';
import { findFlow } from '../../flows/find-flow.ts';
import { readStatus } from '../../flows/read-status.ts';
import { changesOnly } from '../../subscriptions/changes-only.ts';
import { wakeUps } from '../../subscriptions/wake-ups.ts';
import { workspaceProcedure } from '../trpc.ts';

/**
 * How a flow goes: now, and whenever that changes. Each message is the whole status, so that
 * nothing is missed after a reconnect. Says nothing while the flow was never deployed.
 */
export const onFlowStatus = workspaceProcedure('flow.onStatus')
  .input(z.object({ id: z.string() }))
  .subscription(async function* ({ ctx: { services, within }, input, signal }): AsyncGenerator<FlowStatus> {
    await findFlow(within, { id: input.id });
    const isNew = changesOnly();
    const wakes = wakeUps(services.listener, 'syncline_status', {
      concerns: (flowId) => flowId === input.id,
      everyMs: 2000,
      signal,
    });
    for await (const _ of wakes) {
      const status = await readStatus(within, input.id);
      if (status && isNew(status)) yield status;
    }
  });
