import type { AlertRuleBody } from '#core/alerts/alert-rule.ts';
import type { AlertNotice } from '#core/alerts/notification.ts';
import { microsToIso } from '#lib/micros.ts';
import { incidentUrl } from './alert-urls.ts';

/** What an incident is about; times are microseconds since 1970. */
export type NoticedIncident = {
  id: string;
  laneId: string | null;
  detail: string;
  value: number | null;
  since: number;
};

/** What channels are told of an incident. @param root of the workspace's pages */
export function noticeOf(
  event: AlertNotice['event'],
  { id, laneId, detail, value, since }: NoticedIncident,
  rule: Pick<AlertRuleBody, 'severity' | 'message'> & { name: string },
  { flow, root, now }: { flow: NoticedFlow | null; root: string; now: number },
): AlertNotice {
  return {
    incidentId: id,
    event,
    rule: rule.name,
    severity: rule.severity,
    flow: flow && { id: flow.flowId, name: flow.name },
    lane: (laneId && flow?.lanes[laneId]) || null,
    detail,
    message: rule.message,
    value,
    since: microsToIso(Math.round(since)),
    at: microsToIso(Math.round(now)),
    url: incidentUrl(root, id),
  };
}

/** A flow with what its lanes are called, by id. */
export type NoticedFlow = { flowId: string; name: string; lanes: Record<string, string> };
