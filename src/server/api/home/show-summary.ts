import { summarizeHome } from '../../use-cases/summarize-home.ts';
import { workspaceProcedure } from '../trpc.ts';

/** What needs attention first, then how everything goes. */
export const showSummary = workspaceProcedure('home.summary').query(({ ctx }) => summarizeHome(ctx.within));
