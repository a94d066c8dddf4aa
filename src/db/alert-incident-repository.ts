import { Severity } from '#core/alerts/alert-rule.ts';
import type { IncidentEvent } from '#core/alerts/incident-event.ts';
import { Prisma } from './generated/client.ts';
import type { Db } from './prisma-client.ts';

export type IncidentFilter = {
  id?: string;
  state?: 'pending' | 'firing' | 'resolved';
  severity?: Severity;
  ruleId?: string;
  flowId?: string;
};

/** An incident that its rule's end ended. */
export type EndedIncident = {
  id: string;
  flowId: string | null;
  laneId: string | null;
  detail: string;
  value: number | null;
  /** Microseconds since 1970. */
  since: number;
  /** People were told of it, and nobody has muted it. */
  told: boolean;
  toldChannelIds: string[];
};

export type IncidentPlace = { cursor: string | null; limit: number };

/** What the alert rules of one workspace found. */
export function alertIncidentRepository(db: Db, workspaceId: string) {
  return {
    /**
     * Newest first, and of those that are firing the worst first; `cursor` is the id of the last incident of the page
     * before.
     */
    async list({ id, state, severity, ruleId, flowId }: IncidentFilter, page: IncidentPlace) {
      const order = state === 'firing' ? Severity.options : [];
      const worst = (of: Prisma.Sql) =>
        Prisma.sql`coalesce(array_position(${order}::text[], ${of}.severity), 0)`;
      const [row, last] = [Prisma.sql`i`, Prisma.sql`c`];
      const found = await db.$queryRaw<{ id: string }[]>`
        select i.id from alert_incident i left join alert_incident c on c.id = ${page.cursor}
        where i."workspaceId" = ${workspaceId}
          and i.id = coalesce(${id ?? null}, i.id) and i.state = coalesce(${state ?? null}, i.state)
          and i.severity = coalesce(${severity ?? null}, i.severity)
          and (${ruleId ?? null}::text is null or i."ruleId" = ${ruleId ?? null})
          and (${flowId ?? null}::text is null or i."flowId" = ${flowId ?? null})
          and (c.id is null or ${worst(row)} > ${worst(last)}
            or (${worst(row)} = ${worst(last)} and (i.since, i.id) < (c.since, c.id)))
        order by ${worst(row)}, i.since desc, i.id desc limit ${page.limit}`;
      const ids = found.map((each) => each.id);
      const rows = await db.alertIncident.findMany({ where: { workspaceId, id: { in: ids } } });
      return rows.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
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

    /**
     * Ends everything of a rule that is going to be deleted, and locks the rule, so that nothing new is found by it. What
     * nobody was to be told of yet is forgotten.
     */
    async endOf(ruleId: string, by: string, detail: string): Promise<EndedIncident[]> {
      // In the order in which who evaluates rules locks them.
      await db.$executeRaw`select from alert_incident where "ruleId" = ${ruleId} and open for update`;
      await db.$executeRaw`select from alert_rule where id = ${ruleId} and "workspaceId" = ${workspaceId} for update`;
      await db.alertIncident.deleteMany({ where: { ruleId, workspaceId, state: 'pending' } });
      const event: IncidentEvent = { at: Date.now(), kind: 'resolved', by, detail };
      return db.$queryRaw<EndedIncident[]>`update alert_incident
        set state = 'resolved', open = null, "resolvedAt" = now() at time zone 'utc',
          timeline = timeline || ${JSON.stringify([event])}::jsonb
        where "ruleId" = ${ruleId} and "workspaceId" = ${workspaceId} and open
        returning id, "flowId", "laneId", detail, value, "toldChannelIds", (extract(epoch from since) * 1000000)::float8 as since,
          "toldAt" is not null and coalesce("mutedUntil" <= now() at time zone 'utc', true) as told`;
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
