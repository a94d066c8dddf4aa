import { wentWell } from './went-well.ts';

/**
 * SQL: the records of an issue that failed outright, that nothing tries again, and that did not go well since.
 * @param issue the name by which the query knows the row of `issue`
 */
export function stillFailed(issue: string): string {
  return `FROM issue_record r WHERE r.issue_id = ${issue}.id AND r.failed_at IS NOT NULL
    AND r.failed_at > coalesce(${issue}."resolvedAt" AT TIME ZONE 'UTC', '-infinity')
    AND NOT EXISTS (SELECT FROM pending_record p WHERE p."laneId" = ${issue}."laneId" AND p."recordKey" = r.record_key)
    AND NOT ${wentWell({ laneId: `${issue}."laneId"`, recordKey: 'r.record_key', failedAt: 'r.failed_at' })}`;
}
