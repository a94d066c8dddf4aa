import type { Db } from './prisma-client.ts';

/** A flow as the lists show it, as it stands in the store. */
export type FlowListRecord = {
  id: string;
  name: string;
  draftAt: Date;
  /** Null when the flow was never deployed. */
  desired: string | null;
  desiredAt: Date | null;
  status: unknown;
  versionNumber: number | null;
  lanes: number;
  draftDiffers: boolean;
  held: number;
  parked: number;
  reconcile: number;
  /** Why lanes of the deployed version were stopped by their breaker, and wait for a person. */
  stopped: string[];
  /** Proposals about changed streams that wait for a person, and those of them that stop a lane or suspend a pair. */
  drifts: number;
  stopping: number;
};

/** Flows of one workspace by name, without their graphs: cheap enough to ask every second. */
export function flowListQuery(db: Db, workspaceId: string): Promise<FlowListRecord[]> {
  return db.$queryRaw<FlowListRecord[]>`
    select f.id, f.name, f."draftAt", d.desired, d."desiredAt", d.status,
           v.number as "versionNumber",
           coalesce(jsonb_array_length(v.lanes), 0) as lanes,
           v.digest is distinct from f."draftDigest" as "draftDiffers",
           coalesce(p.held, 0)::int as held,
           coalesce(p.parked, 0)::int as parked,
           coalesce(p.reconcile, 0)::int as reconcile,
           b.stopped,
           coalesce(s.drifts, 0)::int as drifts,
           coalesce(s.stopping, 0)::int as stopping
      from flow f
      left join deployment d on d."flowId" = f.id
      left join flow_version v on v.id = d."versionId"
      left join lateral (
        select count(*) filter (where state = 'held') as held,
               count(*) filter (where state = 'parked') as parked,
               count(*) filter (where state = 'reconcile') as reconcile
          from pending_record where "flowId" = f.id
      ) p on true
      left join lateral (
        select coalesce(array_agg(t.body -> 'preview' ->> 'reason' order by t."trippedAt"), '{}') as stopped
          from breaker_trip t
         where t."flowId" = f.id and t.state = 'tripped' and exists (
           select from jsonb_array_elements(v.lanes) l
            where f.id || ':' || (l ->> 'id') = t."laneId" and l ->> 'breaker' is distinct from 'off')
      ) b on true
      left join lateral (
        select count(*) as drifts,
               count(*) filter (where body ->> 'severity' in ('stopped', 'suspended')) as stopping
          from schema_drift where "flowId" = f.id and "ignoredBy" is null
      ) s on true
     where f."workspaceId" = ${workspaceId}
     order by f.name`;
}
