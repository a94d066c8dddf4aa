import { workspaceProcedure } from '../trpc.ts';

/** How many alerts are firing: those that nobody has acknowledged, and the rest. */
export type AlertSummary = { open: number; acknowledged: number; critical: number };

/** For the navigation's badge. */
export const summarizeAlerts = workspaceProcedure('alert.summary').query(
  async ({ ctx: { within } }): Promise<AlertSummary> => {
    const counts = await within.store.alertIncidents.countFiring();
    const sum = (of: 'open' | 'acknowledged') => counts.reduce((total, row) => total + row[of], 0);
    const critical = counts.find(({ severity }) => severity === 'critical')?.open ?? 0;
    return { open: sum('open'), acknowledged: sum('acknowledged'), critical };
  },
);
