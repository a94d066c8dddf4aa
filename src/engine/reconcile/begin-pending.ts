import type { Base } from '#core/conflict/base.ts';
import { beginCourse } from '#core/conflict/course.ts';
import type { PendingRecord } from '#core/ledger/pending-record.ts';
import { nowMicros } from '#lib/micros.ts';
import type { RecordIdentity } from '../plan/record-identity.ts';

type Start = Pick<PendingRecord, 'state' | 'first' | 'code' | 'detail' | 'nextAttemptAt' | 'place'>;

const reconciling: Start = {
  state: 'reconcile',
  first: false,
  code: 'RECONCILING',
  detail: '',
  nextAttemptAt: null,
  place: null,
};

/** A record as it is when it gets out of line. */
export function beginPending(
  laneId: string,
  identity: RecordIdentity,
  base: Base,
  { first, ...cause }: Start = reconciling,
): PendingRecord {
  return {
    laneId,
    recordKey: identity.recordKey,
    leftKey: identity.left,
    rightKey: identity.right,
    ...beginCourse(base, first),
    ...cause,
    attempts: 0,
    since: nowMicros(),
    differs: null,
    agreed: null,
    conflict: null,
    decision: null,
    heard: null,
    revision: 1,
  };
}
