import type { PoolClient } from 'pg';
import type { AlertFacts, FlowFacts } from '#core/alerts/alert-facts.ts';
import { alertLaneName } from '#core/alerts/alert-lane-name.ts';
import type { Lane } from '#core/flow/lane.ts';
import { FlowStatus } from '#core/ledger/lane-status.ts';
import { VerifyReport } from '#core/ledger/verify-report.ts';

/** Seconds after which a runner that says nothing counts as gone. */
const RUNNER_GONE = 10;

type FlowRow = {
  workspaceId: string;
  flowId: string;
  name: string;
  desired: FlowFacts['desired'];
  status: unknown;
  lanes: Lane[] | null;
  verify: unknown;
};

// What somebody has set aside, or lets rest, is no news.
const newFailures = `
SELECT "flowId", "laneId", code, (extract(epoch FROM max(since)) * 1000000)::float8 AS at, count(*)::int AS count
FROM pending_record p WHERE state = 'parked' AND since > now() - make_interval(mins => $1)
  AND NOT EXISTS (SELECT FROM issue i WHERE i.id = p."issueId" AND (i.state = 'ignored'
    OR i.state = 'snoozed' AND (i."snoozedUntil" IS NULL OR i."snoozedUntil" > now())))
GROUP BY 1, 2, 3, date_trunc('minute', since)`;

// An issue that has slept until a time comes back at that time, though nothing more was seen of it.
const newIssues = `
SELECT id AS "issueId", "flowId", "laneId", code, coalesce("constraint", field) AS what, records, (extract(epoch FROM at) * 1000000)::float8 AS at
FROM (SELECT *, greatest("firstSeen", "returnedAt", CASE state WHEN 'snoozed' THEN "snoozedUntil" END) AS at
  FROM issue WHERE kind = 'failure' AND (state = 'open' OR state = 'snoozed' AND "snoozedUntil" <= now())) AS i
WHERE at > now() - interval '1 day'`;

/**
 * What the rules of all workspaces are evaluated on, by workspace. Each question is asked once for everything, and
 * reads tables whose size is that of what is wrong now, never the ledger.
 * @param failureMinutes how far back failures are asked for
 * @param figures as they were read before, since they are of whole minutes
 */
export async function loadAlertFacts(
  client: PoolClient,
  failureMinutes: number,
  figures: readonly (FlowFacts['figures'][number] & { flowId: string })[],
): Promise<Map<string, AlertFacts>> {
  const ask = async <Row extends object>(sql: string, values: unknown[] = []) =>
    (await client.query<Row>(sql, values)).rows;
  const [clock] = await ask<{ now: number; runners: number }>(
    `SELECT (extract(epoch FROM now()) * 1000000)::float8 AS now,
       (SELECT count(*)::int FROM runner WHERE "seenAt" > now() - interval '${RUNNER_GONE} seconds') AS runners`,
  );
  const { now, runners } = clock as { now: number; runners: number };
  const flows = await ask<FlowRow>(
    `SELECT f."workspaceId", f.id AS "flowId", f.name, d.desired, d.status, v.lanes, o.result AS verify
     FROM flow f LEFT JOIN deployment d ON d."flowId" = f.id LEFT JOIN flow_version v ON v.id = d."versionId"
     LEFT JOIN LATERAL (
       SELECT result FROM operation o WHERE o."workspaceId" = f."workspaceId" AND o."flowId" = f.id
         AND o.kind = 'verify' AND o.state = 'done' ORDER BY o."createdAt" DESC LIMIT 1
     ) o ON true`,
  );
  const [holds, failures, trips, drifts, issues] = [
    await ask<{ flowId: string; laneId: string; since: number }>(
      `SELECT "flowId", "laneId", (extract(epoch FROM min(since)) * 1000000)::float8 AS since
       FROM pending_record WHERE state = 'held' GROUP BY 1, 2`,
    ),
    await ask<FlowFacts['failures'][number] & { flowId: string }>(newFailures, [failureMinutes]),
    await ask<FlowFacts['trips'][number] & { flowId: string }>(
      `SELECT "flowId", "laneId", side, coalesce(body -> 'preview' ->> 'reason', '') AS reason
       FROM breaker_trip WHERE state = 'tripped'`,
    ),
    await ask<FlowFacts['drifts'][number] & { flowId: string }>(
      `SELECT "flowId", "laneId", body ->> 'title' AS title,
         (body ->> 'severity' IN ('stopped', 'suspended')) AS stopping
       FROM schema_drift WHERE "ignoredBy" IS NULL ORDER BY since`,
    ),
    await ask<FlowFacts['issues'][number] & { flowId: string }>(newIssues),
  ];
  const by = <Row extends { flowId: string }>(rows: Row[]) => Map.groupBy(rows, ({ flowId }) => flowId);
  const [heldOf, failedOf, trippedOf, driftedOf, issuesOf] = [
    by(holds),
    by(failures),
    by(trips),
    by(drifts),
    by(issues),
  ];
  const facts = new Map<string, AlertFacts>();
  for (const row of flows) {
    const { workspaceId, flowId, name, desired } = row;
    const known = facts.get(workspaceId) ?? { now, runnersAlive: runners, flows: [] };
    const status = FlowStatus.safeParse(row.status).data ?? null;
    known.flows.push({
      flowId,
      name,
      desired,
      status,
      lanes: Object.fromEntries(
        (row.lanes ?? []).map((lane) => [`${flowId}:${lane.id}`, alertLaneName(lane)]),
      ),
      figures: figures.filter((reading) => reading.flowId === flowId),
      issues: issuesOf.get(flowId) ?? [],
      heldSince: Object.fromEntries((heldOf.get(flowId) ?? []).map(({ laneId, since }) => [laneId, since])),
      failures: failedOf.get(flowId) ?? [],
      trips: trippedOf.get(flowId) ?? [],
      drifts: driftedOf.get(flowId) ?? [],
      differences: lastDifferences(row.verify, status),
    });
    facts.set(workspaceId, known);
  }
  return facts;
}

/** The later one of the last finished verify and the last continuous walk counts. */
function lastDifferences(verify: unknown, status: FlowStatus | null): FlowFacts['differences'] {
  const report = VerifyReport.safeParse(verify).data;
  const walk = status?.verified ?? null;
  if (walk && (!report || walk.at > report.at)) return [{ laneId: null, count: walk.differ }];
  return (report?.lanes ?? []).map(({ laneId, differing, onlyLeft, onlyRight }) => ({
    laneId,
    count: differing + onlyLeft + onlyRight,
  }));
}
