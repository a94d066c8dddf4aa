import { z } from 'zod';
import { Severity } from '#core/alerts/alert-rule.ts';
import { IncidentEvent } from '#core/alerts/incident-event.ts';
import type { AlertIncidentRow } from '#db/alert-incident-repository.ts';

/** An incident as pages and the command show it. */
export type IncidentView = {
  id: string;
  ruleId: string | null;
  rule: string;
  severity: Severity;
  state: 'pending' | 'firing' | 'resolved';
  flowId: string | null;
  flowName: string | null;
  detail: string;
  /** What the rule watches, by its id within flow and lane: that of an issue, say; empty for a whole lane or flow. */
  about: string;
  value: number | null;
  since: Date;
  firedAt: Date | null;
  resolvedAt: Date | null;
  acknowledged: { by: string; at: Date } | null;
  mutedUntil: Date | null;
  /** Oldest first. */
  timeline: IncidentEvent[];
};

const State = z.enum(['pending', 'firing', 'resolved']);

export function presentIncident(row: AlertIncidentRow, flowNames: Map<string, string>): IncidentView {
  const { id, ruleId, ruleName, flowId, detail, value, since, firedAt, resolvedAt, mutedUntil } = row;
  const { acknowledgedBy, acknowledgedAt } = row;
  return {
    ...{ id, ruleId, flowId, detail, value, since, firedAt, resolvedAt },
    rule: ruleName,
    about: row.subject.slice(row.subject.lastIndexOf('/') + 1),
    severity: Severity.parse(row.severity),
    state: State.parse(row.state),
    flowName: flowId && (flowNames.get(flowId) ?? null),
    acknowledged: acknowledgedBy && acknowledgedAt ? { by: acknowledgedBy, at: acknowledgedAt } : null,
    mutedUntil: mutedUntil && mutedUntil > new Date() ? mutedUntil : null,
    timeline: IncidentEvent.array().parse(row.timeline),
  };
}
