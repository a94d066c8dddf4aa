import { countOpen } from '#db/ledger/read-issues.ts';
import { workspaceProcedure } from '../trpc.ts';

/** How many failures are open: what the navigation shows. */
export const countOpenIssues = workspaceProcedure('issue.countOpen').query(
  ({ ctx: { services, within } }): Promise<number> => countOpen(services.pool, within.workspace.id),
);
