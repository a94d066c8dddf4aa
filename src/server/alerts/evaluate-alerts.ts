import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { advanceIncident, type IncidentStep } from '#core/alerts/advance-incident.ts';
import type { AlertFacts } from '#core/alerts/alert-facts.ts';
import type { IncidentEvent } from '#core/alerts/incident-event.ts';
import type { AlertNotice } from '#core/alerts/notification.ts';
import { type Observation, observe } from '#core/alerts/observe.ts';
import { addDefaultRules } from '#db/alerts/add-default-rules.ts';
import { loadAlertFacts } from '#db/alerts/load-alert-facts.ts';
import {
  dropIncidents,
  loadAlertRules,
  loadOpenIncidents,
  type StoredIncident,
  type StoredRule,
  writeIncidents,
} from '#db/alerts/open-incidents.ts';
import { addNotices, type NewNotice } from '#db/alerts/pending-notices.ts';
import type { FigureCache } from './figure-cache.ts';
import { noticeOf } from './notice-of.ts';

/** What one look has changed. */
type Changes = {
  written: (StoredIncident & { events: IncidentEvent[] })[];
  dropped: string[];
  notices: NewNotice[];
};

/** Looks once at everything that any rule watches, and writes down what came of it. In the transaction of the lease. */
export async function evaluateAlerts(
  client: PoolClient,
  { pool, publicUrl, figures }: { pool: Pool; publicUrl: string; figures: FigureCache },
): Promise<void> {
  await addDefaultRules(client);
  const rules = await loadAlertRules(client);
  const open = await loadOpenIncidents(client);
  const minutes = rules.map(({ condition }) => (condition.kind === 'failures' ? condition.minutes : 1));
  const watched = rules.filter(({ enabled }) => enabled).map(({ condition }) => condition);
  const known = await figures.read(pool, watched);
  const facts = await loadAlertFacts(client, Math.max(1, ...minutes), known);
  const slugs = await client.query<{ id: string; slug: string }>('SELECT id, slug FROM organization');
  const slugOf = new Map(slugs.rows.map(({ id, slug }) => [id, slug]));
  const changes: Changes = { written: [], dropped: [], notices: [] };
  const openOf = Map.groupBy(open, ({ ruleId }) => ruleId ?? '');
  for (const rule of rules) {
    const of = facts.get(rule.workspaceId) ?? { now: Date.now() * 1000, runnersAlive: 0, flows: [] };
    const root = `${publicUrl}/w/${slugOf.get(rule.workspaceId)}`;
    followRule({ rule, facts: of, root, changes }, openOf.get(rule.id) ?? []);
  }
  for (const incident of openOf.get('') ?? []) {
    const of = facts.get(incident.workspaceId) ?? null;
    const root = `${publicUrl}/w/${slugOf.get(incident.workspaceId)}`;
    endOrphan(incident, of, root, changes);
  }
  await dropIncidents(client, changes.dropped);
  await writeIncidents(client, changes.written);
  await addNotices(client, changes.notices);
}

/** What a rule found that is gone, with the flow that it watched, is over. */
function endOrphan(incident: StoredIncident, facts: AlertFacts | null, root: string, changes: Changes): void {
  if (incident.state === 'pending') {
    changes.dropped.push(incident.id);
    return;
  }
  const now = facts?.now ?? Date.now() * 1000;
  const { ruleName, severity, toldAt, toldChannelIds, muted } = incident;
  const detail = `The rule is gone, with its flow. ${incident.detail}`;
  const events = [event(now, 'resolved', detail)];
  changes.written.push({ ...incident, state: 'resolved', resolvedAt: now, events });
  if (toldAt === null || muted) return;
  const rule = { name: ruleName, severity, message: '' };
  const body = noticeOf('resolved', { ...incident, detail }, rule, { flow: null, root, now });
  changes.notices.push(...toldChannelIds.map((channelId) => ({ channelId, body })));
}

type Following = { rule: StoredRule; facts: AlertFacts; root: string; changes: Changes };

function followRule(following: Following, open: StoredIncident[]): void {
  const { rule, facts } = following;
  const seen = new Map(
    (rule.enabled ? observe(rule, facts) : []).map((observation) => [observation.subject, observation]),
  );
  const known = new Map(open.map((incident) => [incident.subject, incident]));
  for (const subject of new Set([...seen.keys(), ...known.keys()])) {
    const incident = known.get(subject) ?? null;
    const observation = seen.get(subject) ?? null;
    const muted = rule.muted || (incident?.muted ?? false);
    // A rule that was switched off has nothing to wait for.
    const timing = rule.enabled ? rule : { ...rule, clearSeconds: 0 };
    const openIncident =
      incident && incident.state !== 'resolved' ? { ...incident, state: incident.state } : null;
    const step = advanceIncident(openIncident, observation?.state ?? null, timing, facts.now, muted);
    take(following, incident, observation, step, muted);
  }
}

function take(
  following: Following,
  known: StoredIncident | null,
  seen: Observation | null,
  step: IncidentStep,
  muted: boolean,
): void {
  const { rule, facts, changes } = following;
  if (step.kind === 'none') return;
  if (step.kind === 'drop') {
    if (known) changes.dropped.push(known.id);
    return;
  }
  const before = known ?? (seen ? newIncident(rule, seen, facts.now) : null);
  if (!before) return;
  // What it was like at its worst stays, when it is well again.
  const shown = seen?.state === 'breached' ? { value: seen.value, detail: seen.detail } : {};
  if (step.kind === 'resolve') {
    const resolved: StoredIncident = { ...before, state: 'resolved', resolvedAt: facts.now };
    // That it is over does not mean that all is well.
    const detail = rule.enabled ? before.detail : `The rule was switched off. ${before.detail}`;
    changes.written.push({ ...resolved, events: [event(facts.now, 'resolved', detail)] });
    if (before.toldAt !== null && !muted) tell(following, { ...resolved, detail }, 'resolved');
    return;
  }
  const { since, wellSince, toldAt, state } = step.incident;
  const next: StoredIncident = {
    ...before,
    ...shown,
    ruleName: rule.name,
    severity: rule.severity,
    state,
    since,
    wellSince,
    toldAt,
    toldChannelIds: toldAt === before.toldAt ? before.toldChannelIds : channelsOf(rule, before),
  };
  if (step.kind === 'keep') {
    if (!known || hasChanged(known, next))
      changes.written.push({ ...next, events: known ? [] : [began(next)] });
    return;
  }
  if (step.kind === 'fire') {
    const fired = { ...next, firedAt: facts.now };
    const events = [...(known ? [] : [began(next)]), event(facts.now, 'fired', next.detail)];
    changes.written.push({ ...fired, events });
    if (toldAt !== null) tell(following, fired, 'fired');
    return;
  }
  changes.written.push({ ...next, events: [event(facts.now, 'reminded', next.detail)] });
  tell(following, next, before.toldAt === null ? 'fired' : 'reminded');
}

/** The sentence alone changes with every figure; it is written when the value has moved by a twentieth. */
function hasChanged(known: StoredIncident, next: StoredIncident): boolean {
  if (known.state !== next.state || known.wellSince !== next.wellSince) return true;
  if (known.ruleName !== next.ruleName || known.severity !== next.severity) return true;
  if (known.value === null || next.value === null) return known.detail !== next.detail;
  return Math.abs(known.value - next.value) > Math.abs(known.value) / 20;
}

function newIncident(rule: StoredRule, seen: Observation, now: number): StoredIncident {
  const { subject, flowId, laneId, value, detail } = seen;
  return {
    id: randomUUID(),
    workspaceId: rule.workspaceId,
    ruleId: rule.id,
    ruleName: rule.name,
    severity: rule.severity,
    ...{ subject, flowId, laneId, value, detail },
    state: 'pending',
    since: now,
    ...{ firedAt: null, wellSince: null, toldAt: null, toldChannelIds: [], resolvedAt: null },
    acknowledged: false,
    muted: false,
  };
}

function tell(
  { rule, facts, root, changes }: Following,
  incident: StoredIncident,
  what: AlertNotice['event'],
) {
  const flow = facts.flows.find(({ flowId }) => flowId === incident.flowId) ?? null;
  const body = noticeOf(what, incident, rule, { flow, root, now: facts.now });
  const channels = what === 'resolved' ? channelsOf(rule, incident) : rule.channelIds;
  changes.notices.push(...channels.map((channelId) => ({ channelId, body })));
}

/** Those of the rule, and those that it named when they were told. */
function channelsOf({ channelIds }: StoredRule, { toldChannelIds }: StoredIncident): string[] {
  return [...new Set([...channelIds, ...toldChannelIds])];
}

function began(incident: StoredIncident): IncidentEvent {
  return event(incident.since, 'began', incident.detail);
}

function event(micros: number, kind: IncidentEvent['kind'], detail: string): IncidentEvent {
  return { at: Math.round(micros / 1000), kind, by: null, detail };
}
