import type { Change, Side } from '#core/change/change-event.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';
import { tryIdentify } from '../plan/record-identity.ts';
import { known } from './filter-change.ts';

/**
 * What a change means for the other side that gives a record a key which cannot be held there: its record of the old
 * key is gone, as by a delete. Null for every other change.
 */
export function leaveByKey(lane: CompiledLane, side: Side, change: Change): Change | null {
  const { before, after } = change;
  if (!before || !after || lane.link || 'unnamed' in tryIdentify(lane, side, before)) return null;
  const now = tryIdentify(lane, side, { ...before, ...known(after) });
  if (!('unnamed' in now) || now.unnamed.code !== 'CAST_FAILED') return null;
  return { ...change, op: 'delete', after: null };
}
