import { otherSide } from '#core/change/change-event.ts';
import type { PendingTruncation } from '#core/ports/lane-store.ts';
import type { BatchPlan } from '../apply/batch-plan.ts';
import type { Outcome } from '../apply/ledger-lines.ts';
import { carriesDeletesFrom } from '../breaker/carries-deletes-from.ts';

/** What a truncation comes to: its line in the ledger, and what is still to be done for it. */
export type PlannedTruncation = { outcome: Outcome; pending: PendingTruncation | null };

/** A truncation deletes on the other side what only that side still has, where the lane carries deletes (E11). */
export function planTruncation({
  directed,
  event,
  discardedBy,
}: BatchPlan['truncates'][number]): PlannedTruncation {
  const { runtime, from } = directed;
  const { stream } = runtime.lane[from];
  const other = runtime.lane[otherSide(from)].stream;
  if (!carriesDeletesFrom(directed)) {
    const detail = `${stream} was truncated; the lane does not carry deletes this way.`;
    return { outcome: { status: 'skipped', code: 'TRUNCATE_IGNORED', detail }, pending: null };
  }
  const { position, ordinal, commitTime } = event;
  const pending = { position, ordinal, commitTime, discardedBy, cursor: null };
  if (discardedBy === null) {
    const detail = `${stream} was truncated: each record that only ${other} still has is deleted there, with a line of its own.`;
    return { outcome: { status: 'applied', code: null, detail }, pending };
  }
  const twoWay = runtime.lane.plan.direction === 'both';
  const end = twoWay ? `what ${other} holds is put back` : 'both sides stay as they are';
  const detail = `Discarded by ${discardedBy}; ${end}.`;
  return {
    outcome: { status: 'skipped', code: 'BREAKER_DISCARDED', detail },
    pending: twoWay ? pending : null,
  };
}
