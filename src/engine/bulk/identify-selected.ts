import { SyncError } from '#core/errors/sync-error.ts';
import { parseRecordKey } from '#core/ledger/record-key.ts';
import type { Row, Value } from '#core/values/value.ts';
import { loadLinks, usesLinks } from '../links/record-links.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';
import { type RecordIdentity, tryIdentify } from '../plan/record-identity.ts';
import type { LaneContext } from '../reconcile/lane-routes.ts';

/**
 * Where the records of these names are found now on each side; an error where a name is no single record's,
 * or does not lead to one (any more).
 */
export async function identifySelected(
  context: LaneContext,
  recordKeys: string[],
): Promise<Map<string, RecordIdentity | SyncError>> {
  const { lane } = context.runtime;
  if (lane.link) return identifyLinked(context, recordKeys);
  const named = recordKeys.map((recordKey) => [recordKey, keyOf(lane, recordKey)] as const);
  if (usesLinks(lane)) {
    await loadLinks(
      lane,
      'left',
      named.flatMap(([, key]) => (key instanceof SyncError ? [] : [key])),
    );
  }
  return new Map(
    named.map(([recordKey, key]) => {
      if (key instanceof SyncError) return [recordKey, key];
      const identity = tryIdentify(lane, 'left', key);
      return [recordKey, 'unnamed' in identity ? identity.unnamed : identity];
    }),
  );
}

/** The left key that a name is made of. */
function keyOf(lane: CompiledLane, recordKey: string): Row | SyncError {
  const values = parseRecordKey(recordKey);
  const { key } = lane.left;
  if (values.length !== key.length || values.includes(null)) return notOne(recordKey);
  return Object.fromEntries(key.map((name, index): [string, Value] => [name, values[index] ?? null]));
}

/** A linked record keeps its name, whatever its keys are now: its link tells. */
async function identifyLinked(
  { runtime: { lane }, store }: LaneContext,
  recordKeys: string[],
): Promise<Map<string, RecordIdentity | SyncError>> {
  const keys = lane.link?.keys ?? { left: '', right: '' };
  const found = new Map<string, RecordIdentity | SyncError>();
  const wanted = { left: new Set<string>(), right: new Set<string>() };
  for (const recordKey of recordKeys) {
    const [left, right] = parseRecordKey(recordKey);
    if (left) wanted.left.add(left);
    else if (right) wanted.right.add(right);
    found.set(recordKey, left || right ? notLinked(recordKey) : notOne(recordKey));
  }
  for (const side of ['left', 'right'] as const) {
    if (wanted[side].size === 0) continue;
    await lane.link?.book.load(side, wanted[side]);
    const { links } = await store.links(lane.id, side, [...wanted[side]]);
    for (const link of links) {
      const identity = {
        recordKey: link.recordKey,
        left: { [keys.left]: link.left },
        right: { [keys.right]: link.right },
      };
      // What was known by its right key alone has another name since it was linked.
      const alias = side === 'right' && link.right !== null ? JSON.stringify([null, link.right]) : '';
      for (const name of [link.recordKey, alias]) if (found.has(name)) found.set(name, identity);
    }
  }
  return found;
}

function notOne(recordKey: string): SyncError {
  return new SyncError('NO_SINGLE_RECORD', `The line tells of no single record (${recordKey}).`);
}

function notLinked(recordKey: string): SyncError {
  return new SyncError('LINK_MISSING', `The record ${recordKey} has no counterpart on the other side.`);
}
