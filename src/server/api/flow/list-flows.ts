import { listFlows as list } from '../../flows/list-flows.ts';
import { workspaceProcedure } from '../trpc.ts';

/** The workspace's flows by name, with how they go. */
export const listFlows = workspaceProcedure('flow.list').query(({ ctx }) => list(ctx.within));
