import { settleCourse, takeBack } from '#core/conflict/course.ts';
import type { LaneCommit, Settlement, StoredDigests } from '#core/ports/lane-store.ts';
import { nowMicros } from '#lib/micros.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';
import { shownRow } from '../plan/record-identity.ts';
import type { Judged, Verdict } from './judge-result.ts';
import type { LaneContext } from './lane-routes.ts';
import { unreadState } from './latest-state.ts';
import type { OpenRecord } from './open-records.ts';
import type { BothRows } from './read-both-sides.ts';
import { reconcileDelay } from './reconcile-delay.ts';
import { retryDelay } from './retry-delay.ts';

/** Rounds after which a record that keeps changing on both sides is parked (E4, E6). */
const MAX_ROUNDS = 25;

/**
 * Writes down what a round of reconcile came to, and closes the records that are in line again.
 *
 * @param also what is kept in the same commit.
 */
export async function closeRecords(
  context: LaneContext,
  judged: Judged[],
  also: Pick<LaneCommit, 'operation' | 'halves'> = {},
): Promise<void> {
  const commit: Required<Pick<LaneCommit, 'settle' | 'digests'>> & { put: OpenRecord[]; done: OpenRecord[] } =
    {
      settle: [],
      digests: [],
      put: [],
      done: [],
    };
  const agreed: NonNullable<OpenRecord['record']['differs']>[] = [];
  for (const { result, verdict } of judged) {
    const { open } = result;
    const { differs } = open.record;
    const settlement = apply(context.runtime.lane, result, verdict);
    if (verdict.kind === 'held' && result.decision?.kind === 'hold' && result.decision.back) {
      Object.assign(open.record, takeBack(open.record, result.decision.back, context.runtime.lane.fields));
    }
    // A record that a first sync met untouched has no lines that wait for an outcome.
    if (settlement && (open.stored || open.unread)) commit.settle.push(settlement());
    if (verdict.kind === 'settled') {
      if (differs) agreed.push(differs);
      commit.digests.push(...digestsOf(context.runtime.lane, open.record.recordKey, verdict));
      if (open.unread) commit.put.push(open);
      else commit.done.push(open);
    } else if (verdict.kind !== 'again' || !open.stored) commit.put.push(open);
  }
  for (const { result } of judged) if (result.meets) dueTogether(result.open, result.meets);
  const closing = commit.done.map((open) => ({ open, revision: open.record.revision }));
  const moved = await context.store.commit(context.lease, {
    ...also,
    settle: commit.settle,
    digests: commit.digests,
    pending: {
      put: commit.put.map((open) => open.record),
      remove: closing
        .filter(({ open }) => open.stored)
        .map(({ open, revision }) => ({
          laneId: open.record.laneId,
          recordKey: open.record.recordKey,
          revision,
        })),
    },
  });
  for (const each of moved) context.runtime.meter.move(each);
  const now = nowMicros();
  for (const differs of agreed) context.runtime.meter.agreed(differs, now);
  for (const open of commit.put) open.stored = true;
  for (const { open, revision } of closing) {
    // A change absorbed while the store was written keeps the record open: it was not read yet.
    if (open.record.revision === revision) context.runtime.open.close(open.record.recordKey);
  }
  for (const { result } of judged) {
    const { open } = result;
    open.busy = false;
    open.preread = null;
  }
}

/** Moves the record's own state on; gives what its open ledger lines become, where they end here. */
function apply(
  lane: CompiledLane,
  { open, rows: before, heard }: Judged['result'],
  verdict: Verdict,
): (() => Settlement) | null {
  const { record } = open;
  record.revision += 1;
  const shown = ({ left, right }: BothRows): BothRows => ({
    left: left && shownRow(lane, 'left', left),
    right: right && shownRow(lane, 'right', right),
  });
  const common = () => ({
    laneId: lane.id,
    recordKey: record.recordKey,
    appliedAt: nowMicros(),
    before: shown(before),
    after: shown(before),
  });
  switch (verdict.kind) {
    case 'again': {
      record.attempts += 1;
      if (record.attempts < MAX_ROUNDS) {
        record.nextAttemptAt = nowMicros() + reconcileDelay(record.attempts);
        return null;
      }
      const detail = `Changed on both sides in ${MAX_ROUNDS} rounds on end.`;
      park(open, { code: 'FLAPPING', detail, place: null }, nowMicros() + retryDelay(0));
      return () => ({ ...common(), status: 'parked', code: 'FLAPPING', detail, conflict: null });
    }
    case 'held': {
      record.heard = heard ?? record.heard;
      // One that came since has not been heard yet.
      if (record.decision?.at === heard) record.decision = null;
      record.state = record.decision ? 'reconcile' : 'held';
      record.code = 'CONFLICT_HELD';
      record.detail = describeHeld(verdict.account.fields);
      record.conflict = verdict.account;
      record.attempts = 0;
      const { account } = verdict;
      return () => ({
        ...common(),
        status: 'held',
        code: 'CONFLICT_HELD',
        detail: record.detail,
        conflict: account,
      });
    }
    case 'parked': {
      const later = verdict.retry ? nowMicros() + retryDelay(record.attempts) : null;
      // A change that came after the reading is not in it, and nothing else tells of it.
      const next = open.unread ? nowMicros() + reconcileDelay(record.attempts) : later;
      const { code, detail, place } = verdict;
      park(open, { code, detail, place }, next);
      return () => ({ ...common(), status: 'parked', code, detail, place, conflict: null });
    }
    case 'settled': {
      rebase(lane, open, verdict, before);
      const { account, left, right } = verdict;
      return () => ({
        ...common(),
        status: account ? 'resolved' : verdict.wrote ? 'applied' : 'unchanged',
        code: account ? 'CONFLICT_RESOLVED' : null,
        detail: account ? account.fields.map((field) => field.why).join(' ') : 'Reconciled from both sides.',
        after: shown({ left, right }),
        conflict: account,
      });
    }
  }
}

function dueTogether(one: OpenRecord, other: OpenRecord): void {
  if (one.record.state !== 'parked' || other.record.state === 'held') return;
  one.record.nextAttemptAt = nowMicros();
  other.record.nextAttemptAt = one.record.nextAttemptAt;
}

function park(
  { record }: OpenRecord,
  cause: Pick<OpenRecord['record'], 'code' | 'detail' | 'place'>,
  next: number | null,
): void {
  record.state = 'parked';
  Object.assign(record, cause);
  record.attempts += 1;
  record.nextAttemptAt = next;
}

/** What was just agreed is the base of whatever was absorbed meanwhile. */
function rebase(
  lane: CompiledLane,
  open: OpenRecord,
  settled: Extract<Verdict, { kind: 'settled' }>,
  read: BothRows,
): void {
  const { record } = open;
  record.state = 'reconcile';
  Object.assign(record, settleCourse(settled.left, open.unread));
  record.agreed = nowMicros();
  open.latest = {
    left: unreadState(lane, 'left', open.latest.left, read.left),
    right: unreadState(lane, 'right', open.latest.right, read.right),
  };
  record.differs = open.unreadDiffers;
  record.conflict = null;
  record.decision = null;
  record.heard = null;
  record.attempts += 1;
  record.nextAttemptAt = null;
}

function digestsOf(
  lane: CompiledLane,
  recordKey: string,
  { left, right }: Extract<Verdict, { kind: 'settled' }>,
): StoredDigests[] {
  if (!lane.needsDigests) return [];
  if (!left || !right) return [{ laneId: lane.id, recordKey, fields: null }];
  return [{ laneId: lane.id, recordKey, fields: lane.digest(left, right) }];
}

function describeHeld(fields: { left: string; winner: string; why: string }[]): string {
  const held = fields.filter((field) => field.winner === 'held');
  return held.map((field) => field.why).join(' ') || 'A person must decide.';
}
