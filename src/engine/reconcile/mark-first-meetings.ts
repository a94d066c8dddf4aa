import type { Side } from '#core/change/change-event.ts';
import type { LaneContext } from './lane-routes.ts';
import { differOver } from './meet-fields.ts';
import { isAgreedSince } from './open-records.ts';
import type { Reconciled } from './reconcile-records.ts';
import { distrustBase, storedBases } from './stored-bases.ts';

/**
 * While a lane's first sync is under way, a record that it has not reached is met for the first
 * time: the meeting's rules decide about it, not the conflict's. While both sides are compared because a
 * feed was lost, what the log says of such a record is not the whole story: its base is not trusted.
 * Which side of the cursor a key lies on is asked of the system, whose order it is.
 */
export async function markFirstMeetings(context: LaneContext, results: Reconciled[]): Promise<void> {
  const { runtime } = context;
  const { firstSync } = runtime;
  if (!firstSync || firstSync.phase === 'done') return;
  const side: Side = firstSync.phase;
  const open = results.filter(({ open: { record }, rows }) => {
    if (record.first || isAgreedSince(record, firstSync.startedAt)) return false;
    if (firstSync.only) {
      return rows.left && rows.right && differOver(runtime.lane, firstSync.only, rows.left, rows.right);
    }
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
  const unmet = open.filter((_, index) => met[index] === false);
  if (!firstSync.repair) {
    for (const result of unmet) result.open.record.first = true;
    return;
  }
  const bases = await storedBases(
    context,
    unmet.map((result) => result.open.record.recordKey),
  );
  for (const { open, rows } of unmet) {
    const base = bases.get(open.record.recordKey) ?? { kind: 'unknown' };
    distrustBase(runtime.lane, open, base, firstSync.startedAt, rows);
  }
}
