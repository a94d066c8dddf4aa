import { z } from 'zod';
import { Severity } from '#core/alerts/alert-rule.ts';
import { type IncidentView, presentIncident } from '../../alerts/present-incident.ts';
import { workspaceProcedure } from '../trpc.ts';

export type IncidentPage = { incidents: IncidentView[]; next: string | null };

/** What rules found, newest first; what is firing, the worst first. */
export const listIncidents = workspaceProcedure('alert.incidents')
  .input(
    z.object({
      filter: z
        .object({
          id: z.string().optional(),
          state: z.enum(['pending', 'firing', 'resolved']).optional(),
          severity: Severity.optional(),
          ruleId: z.string().optional(),
          flowId: z.string().optional(),
        })
        .default({}),
      cursor: z.string().nullish(),
      limit: z.int().min(1).max(200).default(50),
    }),
  )
  .query(async ({ ctx: { within }, input: { filter, cursor, limit } }): Promise<IncidentPage> => {
    const [stored, flows] = await Promise.all([
      within.store.alertIncidents.list(filter, { cursor: cursor ?? null, limit: limit + 1 }),
      within.store.flowList(),
    ]);
    const names = new Map(flows.map(({ id, name }) => [id, name]));
    const incidents = stored.slice(0, limit).map((row) => presentIncident(row, names));
    return { incidents, next: stored.length > limit ? (incidents.at(-1)?.id ?? null) : null };
  });
