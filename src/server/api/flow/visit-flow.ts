import { z } from 'zod';
import { findFlow } from '../../flows/find-flow.ts';
import { workspaceProcedure } from '../trpc.ts';

/** The draft's last save, and who else has the flow open. */
export type FlowVisit = { revision: number; by: string; at: Date; others: string[] };

/** Says that a window has the flow open, and tells what has become of the draft: for windows to ask every few seconds. */
export const visitFlow = workspaceProcedure('flow.visit')
  .input(z.object({ id: z.string(), window: z.string().min(1).max(64), leaves: z.boolean().default(false) }))
  .mutation(async ({ ctx: { within }, input }): Promise<FlowVisit> => {
    const flow = await findFlow(within, { id: input.id });
    const visit = { flowId: flow.id, window: input.window, label: within.actor.label };
    if (input.leaves) await within.store.visits.leave(visit);
    else await within.store.visits.come(visit);
    const others = await within.store.visits.others(flow.id, input.window);
    return { revision: flow.draftRevision, by: flow.draftBy, at: flow.draftAt, others };
  });
