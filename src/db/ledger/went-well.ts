/**
 * SQL: did a record that failed outright go well since, under its name or, where it failed for its key, under the one
 * that it has now? All three are SQL too.
 */
export function wentWell({
  laneId,
  recordKey,
  failedAt,
}: {
  laneId: string;
  recordKey: string;
  failedAt: string;
}): string {
  const lineOf = (
    name: string,
  ) => `SELECT FROM ledger_entry e WHERE e.lane_id = ${laneId} AND e.record_key = ${name}
    AND e.applied_at > ${failedAt} AND e.status IN ('applied', 'unchanged', 'resolved')`;
  return `(EXISTS (${lineOf(recordKey)}) OR EXISTS (SELECT FROM record_rename n
    WHERE n.lane_id = ${laneId} AND n.from_key = ${recordKey} AND EXISTS (${lineOf('n.to_key')})))`;
}
