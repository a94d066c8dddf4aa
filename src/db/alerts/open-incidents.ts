import type { PoolClient } from 'pg';
import type { AlertRule, Severity } from '#core/alerts/alert-rule.ts';
import { AlertRuleBody } from '#core/alerts/alert-rule.ts';
import type { IncidentEvent } from '#core/alerts/incident-event.ts';

/** A rule with where its alerts go. */
export type StoredRule = AlertRule & {
  workspaceId: string;
  enabled: boolean;
  channelIds: string[];
  /** Nobody is to be told for now. */
  muted: boolean;
};

/** An incident that is not over, as the store has it. Times are microseconds since 1970. */
export type StoredIncident = {
  id: string;
  workspaceId: string;
  /** Null where the rule is gone. */
  ruleId: string | null;
  ruleName: string;
  severity: Severity;
  subject: string;
  flowId: string | null;
  laneId: string | null;
  state: 'pending' | 'firing' | 'resolved';
  value: number | null;
  detail: string;
  since: number;
  firedAt: number | null;
  wellSince: number | null;
  toldAt: number | null;
  /** Channels that were told of it. */
  toldChannelIds: string[];
  resolvedAt: number | null;
  acknowledged: boolean;
  muted: boolean;
};

const micros = (column: string) => `(extract(epoch FROM "${column}") * 1000000)::float8 AS "${column}"`;

/** Every rule of every workspace. */
export async function loadAlertRules(client: PoolClient): Promise<StoredRule[]> {
  const found = await client.query<Omit<StoredRule, keyof AlertRuleBody> & { body: unknown }>(
    `SELECT id, "workspaceId", name, enabled, "flowId", "laneId", body, "channelIds",
       coalesce("mutedUntil" > now(), false) AS muted FROM alert_rule`,
  );
  return found.rows.map(({ body, ...rule }) => ({ ...rule, ...AlertRuleBody.parse(body) }));
}

/** Every incident that is not over, of all workspaces. Its rows stay locked, so that nobody acknowledges one meanwhile. */
export async function loadOpenIncidents(client: PoolClient): Promise<StoredIncident[]> {
  const found = await client.query<StoredIncident>(
    `SELECT id, "workspaceId", "ruleId", "ruleName", severity, subject, "flowId", "laneId", state, value, detail,
       ${['since', 'firedAt', 'wellSince', 'toldAt', 'resolvedAt'].map(micros).join(', ')}, "toldChannelIds",
       "acknowledgedAt" IS NOT NULL AS acknowledged, coalesce("mutedUntil" > now(), false) AS muted
     FROM alert_incident WHERE open FOR UPDATE`,
  );
  return found.rows;
}

const columns = `id text, "workspaceId" text, "ruleId" text, "ruleName" text, severity text, subject text,
  "flowId" text, "laneId" text, state text, value float8, detail text, since float8, "firedAt" float8,
  "wellSince" float8, "toldAt" float8, "toldChannelIds" text[], "resolvedAt" float8, events jsonb`;

const time = (column: string) => `to_timestamp(i."${column}" / 1000000)`;

/** Writes incidents as they are now, new ones too, and adds to their timelines. */
export async function writeIncidents(
  client: PoolClient,
  incidents: (StoredIncident & { events: IncidentEvent[] })[],
): Promise<void> {
  if (incidents.length === 0) return;
  await client.query(
    `INSERT INTO alert_incident AS known (id, "workspaceId", "ruleId", "ruleName", severity, subject, "flowId", "laneId",
       state, open, value, detail, since, "firedAt", "wellSince", "toldAt", "toldChannelIds", "resolvedAt", timeline)
     SELECT i.id, i."workspaceId", i."ruleId", i."ruleName", i.severity, i.subject, i."flowId", i."laneId", i.state,
       CASE WHEN i.state = 'resolved' THEN NULL ELSE true END, i.value, i.detail, ${time('since')}, ${time('firedAt')},
       ${time('wellSince')}, ${time('toldAt')}, i."toldChannelIds", ${time('resolvedAt')}, i.events
     FROM jsonb_to_recordset($1::jsonb) AS i(${columns})
     ON CONFLICT (id) DO UPDATE SET "ruleName" = excluded."ruleName", severity = excluded.severity,
       state = excluded.state, open = excluded.open, value = excluded.value, detail = excluded.detail,
       "firedAt" = excluded."firedAt", "wellSince" = excluded."wellSince", "toldAt" = excluded."toldAt",
       "toldChannelIds" = excluded."toldChannelIds", "resolvedAt" = excluded."resolvedAt", timeline = known.timeline || excluded.timeline`,
    [JSON.stringify(incidents)],
  );
}

/** Forgets incidents that were over before anybody was told. */
export async function dropIncidents(client: PoolClient, ids: string[]): Promise<void> {
  if (ids.length > 0) await client.query('DELETE FROM alert_incident WHERE id = ANY($1)', [ids]);
}
