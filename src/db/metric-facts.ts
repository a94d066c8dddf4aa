import type { Pool } from 'pg';
import type { Lane } from '#core/flow/lane.ts';
import { FlowStatus } from '#core/ledger/lane-status.ts';

/** A deployed flow as metrics tell of it. */
export type MetricFlow = {
  workspace: string;
  flowId: string;
  name: string;
  desired: string;
  /** Seconds since a runner last said how it goes; null where none ever did. */
  age: number | null;
  status: FlowStatus | null;
  /** How lanes are called, by id. */
  lanes: Map<string, string>;
};

/** What metrics tell of, as the store has it: a handful of queries, whatever the number of records. */
export async function readMetricFacts(pool: Pool) {
  const ask = async <Row extends object>(sql: string) => (await pool.query<Row>(sql)).rows;
  const flows = await ask<Omit<MetricFlow, 'lanes' | 'status'> & { status: unknown; lanes: Lane[] }>(
    `SELECT w.slug AS workspace, f.id AS "flowId", f.name, d.desired, d.status, v.lanes,
       extract(epoch FROM (now() AT TIME ZONE 'utc') - d."statusAt")::float8 AS age
     FROM deployment d JOIN flow f ON f.id = d."flowId" JOIN flow_version v ON v.id = d."versionId"
     JOIN organization w ON w.id = f."workspaceId" ORDER BY w.slug, f.name`,
  );
  const [alerts, deliveries, runners] = [
    await ask<{ workspace: string; severity: string; count: number }>(
      `SELECT w.slug AS workspace, i.severity, count(*)::int AS count FROM alert_incident i
       JOIN organization w ON w.id = i."workspaceId" WHERE i.open AND i.state = 'firing' GROUP BY 1, 2`,
    ),
    await ask<{ state: string; count: number }>(
      `SELECT state, count(*)::int AS count FROM alert_delivery WHERE state IN ('queued', 'sending', 'dead') GROUP BY 1`,
    ),
    await ask<{ count: number }>(
      `SELECT count(*)::int AS count FROM runner
       WHERE "seenAt" > (now() AT TIME ZONE 'utc') - interval '10 seconds'`,
    ),
  ];
  return {
    flows: flows.map(
      ({ status, lanes, ...flow }): MetricFlow => ({
        ...flow,
        status: FlowStatus.safeParse(status).data ?? null,
        lanes: new Map(lanes.map((lane) => [`${flow.flowId}:${lane.id}`, laneLabel(lane)])),
      }),
    ),
    alerts,
    deliveries,
    runners: runners[0]?.count ?? 0,
  };
}
export type MetricFacts = Awaited<ReturnType<typeof readMetricFacts>>;

function laneLabel({ left, right }: Lane): string {
  return `${left.stream.name} - ${right.stream.name}`;
}
