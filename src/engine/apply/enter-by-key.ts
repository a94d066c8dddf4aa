import type { Change, Side } from '#core/change/change-event.ts';
import type { Image } from '#core/values/value.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';
import { tryIdentify, unlinkedKey } from '../plan/record-identity.ts';
import { known } from './filter-change.ts';

/**
 * What a change comes to whose record the other side cannot have had, since its old key does not fit there: by a key
 * that fits the record comes into being there, and of one that is deleted nothing is left to carry. Null for every
 * other change.
 *
 * @returns `was`: the name that the record had
 */
export function enterByKey(
  lane: CompiledLane,
  side: Side,
  { before, after, ...change }: Change,
): { was: string; insert: Change | null } | null {
  if (!before || lane.link || lacksKey(lane, side, before)) return null;
  const old = tryIdentify(lane, side, before);
  if (!('unnamed' in old) || old.unnamed.code !== 'CAST_FAILED') return null;
  const was = unlinkedKey(lane, side, before);
  if (!after) return { was, insert: null };
  const row = { ...before, ...known(after) };
  if ('unnamed' in tryIdentify(lane, side, row)) return null;
  return { was, insert: { ...change, op: 'insert', before: null, after: row } };
}

function lacksKey(lane: CompiledLane, side: Side, image: Image): boolean {
  return lane[side].key.some((name) => image[name] === undefined);
}
