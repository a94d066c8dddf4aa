import { type Change, otherSide, type Side } from '#core/change/change-event.ts';
import type { SyncError } from '#core/errors/sync-error.ts';
import type { Image, Row } from '#core/values/value.ts';
import { nowMicros } from '#lib/micros.ts';
import { failurePlace } from '../apply/failure-place.ts';
import type { LaneRuntime } from '../lane-runtime.ts';
import type { RecordIdentity } from '../plan/record-identity.ts';
import type { OpenRecord } from '../reconcile/open-records.ts';
import { retryDelay } from '../reconcile/retry-delay.ts';

/**
 * Parks a record that cannot be linked yet, together with the change: it is known by the key of its
 * own side alone. Null for a change that no waiting would help: one that fails for another reason, and
 * the delete of a record that never had a counterpart.
 */
export function openUnlinked(
  runtime: LaneRuntime,
  side: Side,
  change: Change,
  error: SyncError,
  recordKey: string,
): OpenRecord | null {
  const waits = error.code === 'LINK_AMBIGUOUS' || error.code === 'LINK_MISSING';
  const known = runtime.open.get(recordKey);
  if (!waits || (change.op === 'delete' && !known)) return null;
  const image = change.after ?? change.before ?? {};
  // What comes into being after the first meeting is a new record.
  const first = change.op !== 'insert' || runtime.firstSync?.phase !== 'done';
  const open = known ?? parkUnlinked(runtime, side, image, error, { recordKey, first });
  runtime.open.absorb(open, side, change);
  return open;
}

/** Opens a record that waits for its link. */
export function parkUnlinked(
  { lane, open }: LaneRuntime,
  side: Side,
  image: Image,
  error: SyncError,
  { recordKey, first }: { recordKey: string; first: boolean },
): OpenRecord {
  const key: Row = Object.fromEntries(lane[side].key.map((name) => [name, image[name] ?? null]));
  const identity: RecordIdentity = { recordKey, left: {}, right: {}, [side]: key };
  return open.open(
    identity,
    { state: 'parked', base: { kind: first ? 'unknown' : 'absent' }, first },
    {
      code: error.code,
      detail: error.message,
      place: failurePlace(lane, otherSide(side), error),
      nextAttemptAt: nowMicros() + retryDelay(0),
    },
  );
}

/** The side whose key alone is known; null for a record that both sides' keys are known of. */
export function unlinkedSide({ record }: OpenRecord): Side | null {
  if (Object.keys(record.rightKey).length === 0) return 'left';
  return Object.keys(record.leftKey).length === 0 ? 'right' : null;
}
