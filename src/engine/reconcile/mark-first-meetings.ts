import type { Side } from '#core/change/change-event.ts';
import type { LaneRuntime } from '../lane-runtime.ts';
import type { Reconciled } from './reconcile-records.ts';

/**
 * While a lane's first sync is under way, a record that it has not reached is met for the first
 * time: the meeting's rules decide about it, not the conflict's. Which side of the cursor a key
 * lies on is asked of the system, whose order it is.
 */
export async function markFirstMeetings(runtime: LaneRuntime, results: Reconciled[]): Promise<void> {
  const { firstSync } = runtime;
  if (!firstSync || firstSync.phase === 'done') return;
  const side: Side = firstSync.phase;
  const open = results.filter(({ open: { record }, rows }) => {
    if (record.first) return false;
    // Once the left side is through, only a record that the left side never had can be new.
    const leftHadIt = rows.left !== null || Object.keys(record.touched.left).length > 0;
    return side === 'left' || !leftHadIt;
  });
  if (open.length === 0) return;
  const met =
    firstSync.cursor === null
      ? open.map(() => false)
      : await runtime.sessions[side].source.covers({
          stream: runtime.lane[side].stream,
          key: runtime.lane[side].key,
          cursor: firstSync.cursor,
          keys: open.map(({ open: { record } }) => (side === 'left' ? record.leftKey : record.rightKey)),
        });
  for (const [index, result] of open.entries()) {
    if (met[index] === false) result.open.record.first = true;
  }
}
