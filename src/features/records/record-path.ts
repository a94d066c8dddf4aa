import { splitLaneId } from '#core/flow/split-lane-id.ts';

/** Where a record's journey is shown, within the workspace. The lane's id names its flow too. */
export function recordPath(laneId: string, recordKey: string): string {
  const { flowId, lane } = splitLaneId(laneId);
  return `/records/${flowId}/${encodeURIComponent(recordKey)}?lane=${encodeURIComponent(lane)}`;
}

/** Where it is shown why a value of a record stands where it stands. */
export function whyPath(laneId: string, recordKey: string, side: 'left' | 'right', field: string): string {
  return `${recordPath(laneId, recordKey)}&why=${encodeURIComponent(`${side}.${field}`)}`;
}
