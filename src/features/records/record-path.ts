/** Where a record's journey is shown, within the workspace. The lane's id names its flow too. */
export function recordPath(laneId: string, recordKey: string): string {
  const separator = laneId.indexOf(':');
  const flowId = laneId.slice(0, separator);
  const lane = laneId.slice(separator + 1);
  return `/records/${flowId}/${encodeURIComponent(recordKey)}?lane=${encodeURIComponent(lane)}`;
}
