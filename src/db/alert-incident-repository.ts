import type { Severity } from '#core/alerts/alert-rule.ts';
import type { IncidentEvent } from '#core/alerts/incident-event.ts';
import type { Prisma } from './generated/client.ts';
import type { Db } from './prisma-client.ts';

export type IncidentFilter = {
  state?: 'pending' | 'firing' | 'resolved';
  severity?: Severity;
  ruleId?: string;
  flowId?: string;
};

/** What the alert rules of one workspace found. */
export function alertIncidentRepository(db: Db, workspaceId: string) {
  return {
    /** Newest first; `cursor` is the id of the last incident of the page before. */
    list(filter: IncidentFilter, page: { cursor: string | null; limit: number }) {
      return db.alertIncident.findMany({
        where: { workspaceId, ...filter },
        orderBy: [{ since: 'desc' }, { id: 'desc' }],
        take: page.limit,
        ...(page.cursor === null ? {} : { cursor: { id: page.cursor }, skip: 1 }),
      });
    },

    find(id: string) {
      return db.alertIncident.findFirst({ where: { id, workspaceId } });
    },

    /** Firing incidents by severity, those that nobody has acknowledged apart. */
    async countFiring(): Promise<{ severity: string; open: number; acknowledged: number }[]> {
      return db.$queryRaw`select severity, count(*) filter (where "acknowledgedAt" is null)::int as open,
          count("acknowledgedAt")::int as acknowledged
        from alert_incident where "workspaceId" = ${workspaceId} and state = 'firing' group by severity`;
    },

    /** Says that a person looks after it. False where it is over. */
    async acknowledge(id: string, by: string, event: IncidentEvent): Promise<boolean> {
      const changed = await db.$executeRaw`update alert_incident
        set "acknowledgedBy" = ${by}, "acknowledgedAt" = now() at time zone 'utc',
          timeline = timeline || ${JSON.stringify([event])}::jsonb
        where id = ${id} and "workspaceId" = ${workspaceId} and state <> 'resolved'`;
      return changed > 0;
    },

    /** Has nobody told of it until then; null ends that. False where it is over. */
    async mute(id: string, until: Date | null, event: IncidentEvent): Promise<boolean> {
      const changed = await db.$executeRaw`update alert_incident
        set "mutedUntil" = ${until}, timeline = timeline || ${JSON.stringify([event])}::jsonb
        where id = ${id} and "workspaceId" = ${workspaceId} and state <> 'resolved'`;
      return changed > 0;
    },
  };
}

export type AlertIncidentRow = Prisma.AlertIncidentGetPayload<object>;
