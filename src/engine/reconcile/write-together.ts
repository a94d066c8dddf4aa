import type { Side } from '#core/change/change-event.ts';
import { isLocked } from '#core/errors/is-locked.ts';
import type { TargetTransaction, Write, WriteOutcome } from '#core/ports/target.ts';
import type { LaneContext } from './lane-routes.ts';
import type { Reconciled } from './reconcile-records.ts';
import { rowAfter } from './row-after.ts';
import { toWrite } from './write-decisions.ts';

const sides = ['left', 'right'] as const;
const missed = { status: 'missed', existing: null } as const;

/** How often rows that somebody else holds are waited for; then those that are written with them are `missed`. */
const LOCKED_AT_MOST = 6;

/**
 * Writes records on both sides: of each both writes go through or, where one does not, neither, so that nothing of it shows
 * on one side while somebody changes the other. Where neither went through, the record is `missed`, or `failed` on the side
 * that refuses it. Both sides are written in open transactions, and shown one after the other, the left side first. Where
 * some are not taken, the others are written again in halves: so a few go through beside whoever goes on writing.
 *
 * @param results with a decision that writes both sides
 * @param unread nothing but the guards tells whether they hold what was decided from: whatever is not taken is `missed`
 * @param beforeCommit called with those that both sides have taken, before any of it becomes visible
 */
export async function writeTogether(
  context: LaneContext,
  results: readonly Reconciled[],
  unread: boolean,
  beforeCommit: (results: Reconciled[]) => Promise<void>,
): Promise<void> {
  const groups = [results];
  let locked = 0;
  for (let group = groups.pop(); group !== undefined; group = groups.pop()) {
    if (group.length === 0) continue;
    const left = await attemptOnce(context, group, unread, beforeCommit);
    if (left.length === group.length) locked += 1;
    if (left.length === group.length && (left.length === 1 || locked > LOCKED_AT_MOST)) {
      for (const result of left) result.outcomes = { left: missed, right: missed };
      continue;
    }
    const half = Math.ceil(left.length / 2);
    groups.push(left.slice(half), left.slice(0, half));
  }
}

/** @returns those that are to be tried again, all where rows were locked; what a side did not take has its outcome. */
async function attemptOnce(
  context: LaneContext,
  results: readonly Reconciled[],
  unread: boolean,
  beforeCommit: (results: Reconciled[]) => Promise<void>,
): Promise<readonly Reconciled[]> {
  const { lane, own } = context.runtime;
  // As for a write to one side: the routes let go of the lane's checkpoint rows. Always in this order.
  const letGo = [await context.routes.right?.hold(), await context.routes.left?.hold()];
  const begun = sides.map((side) => ({
    side,
    committed: false,
    names: results.map(({ open: { record } }) =>
      own.begin(side, record.recordKey) ? record.recordKey : null,
    ),
  }));
  const transactions: TargetTransaction[] = [];
  try {
    for (const side of sides) transactions.push(await context.runtime.sessions[side].target.begin());
    const writes = (side: Side) => results.map((result) => toWrite(lane[side], decidedFor(result, side)));
    const taken = await writeAll(transactions, sides.map(writes), context.lease.epoch);
    const standing = results.filter((result, index) => {
      const outcomes = taken[index] as BothOutcomes;
      const isTaken = isTakenBy(outcomes.left, unread) && isTakenBy(outcomes.right, unread);
      result.outcomes = isTaken ? outcomes : untaken(outcomes, unread);
      return isTaken;
    });
    if (standing.length < results.length) return standing;
    await beforeCommit(standing);
    for (const [index, each] of begun.entries()) {
      await transactions[index]?.commit();
      each.committed = true;
    }
    for (const result of results) result.now = rowsAfter(result);
    return [];
  } catch (error) {
    if (!isLocked(error) || begun[0]?.committed) throw error;
    return results;
  } finally {
    await Promise.all(transactions.filter((_, at) => !begun[at]?.committed).map((open) => open.rollback()));
    for (const { side, names, committed } of begun) for (const name of names) own.end(side, name, committed);
    for (const free of letGo) free?.();
  }
}

type BothOutcomes = Record<Side, WriteOutcome>;

/** Both sides at once. @returns what each of them says of each record */
async function writeAll(
  transactions: readonly TargetTransaction[],
  writes: readonly Write[][],
  epoch: number,
): Promise<BothOutcomes[]> {
  const written = await Promise.allSettled(
    transactions.map((transaction, index) =>
      transaction.write({ writes: writes[index] ?? [], checkpoints: [], epoch }),
    ),
  );
  const [left = [], right = []] = written.map((each) => {
    if (each.status === 'rejected') throw each.reason;
    return each.value;
  });
  return left.map((outcome, index) => ({ left: outcome, right: right[index] ?? missed }));
}

/** What the side held already was not what an unread record was planned from. */
function isTakenBy({ status }: WriteOutcome, unread: boolean): boolean {
  return status === 'applied' || (status === 'unchanged' && !unread);
}

/** Nothing of the record is written: a side that refuses it says so, and what the other one took is taken back. */
function untaken({ left, right }: BothOutcomes, unread: boolean): Reconciled['outcomes'] {
  const refused = (outcome: WriteOutcome) => (outcome.status === 'failed' ? outcome : null);
  const isRefused = !unread && [left, right].every(({ status }) => status !== 'missed');
  return isRefused ? { left: refused(left), right: refused(right) } : { left: missed, right: missed };
}

function decidedFor({ open, decision, now }: Reconciled, side: Side) {
  const write = decision?.kind === 'write' ? decision[side] : null;
  if (!write) throw new TypeError('a record that is written together has a decision for both sides');
  return { open, write, current: now[side] };
}

function rowsAfter({ now, decision }: Reconciled): Reconciled['now'] {
  if (decision?.kind !== 'write') return now;
  return { left: rowAfter(now.left, decision.left), right: rowAfter(now.right, decision.right) };
}
