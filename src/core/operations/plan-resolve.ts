import { otherSide, type Side } from '../change/change-event.ts';
import { applyRule } from '../conflict/apply-rule.ts';
import type { ConflictAccount } from '../ledger/ledger-entry.ts';
import type { BulkAction } from './bulk-action.ts';
import type { RecordPlan, RecordPlanner, SelectedRecord, WaitingRecord } from './record-plan.ts';

type Resolve = Extract<BulkAction, { kind: 'resolve' }>;

/** Decides a held record for a side, or for whichever changed last, as a person would one by one. */
export function planResolve({ decision }: Resolve): RecordPlanner {
  return {
    reads: 'selected',
    heedsHeld: true,
    plan: ({ waiting }: SelectedRecord) => plan(decision, waiting),
  };
}

function plan(decision: Resolve['decision'], waiting: WaitingRecord | undefined): RecordPlan {
  if (waiting?.state !== 'held') return { kind: 'nothing', detail: 'It does not wait for a decision.' };
  const { account } = waiting;
  // What it waited for is settled by what both sides hold now.
  if (!account) return { kind: 'rules', from: null };
  if (typeof decision === 'object') return asDecided(decision, account);
  if (!account.left || !account.right) {
    const gone: Side = account.left ? 'right' : 'left';
    const winner = decision === 'newest' ? newestOfRecord(waiting, gone) : decision;
    return { kind: 'decide', fields: {}, record: winner === gone ? 'delete' : 'keep' };
  }
  const held = account.fields.filter(({ winner }) => winner === 'held');
  const fields = held.map(({ left }) => [left, decision === 'newest' ? newestOf(waiting, left) : decision]);
  return { kind: 'decide', fields: Object.fromEntries(fields), record: null };
}

/** What was decided of one record, for one that waits over the same. */
function asDecided(decision: Extract<Resolve['decision'], object>, account: ConflictAccount): RecordPlan {
  const gone = !account.left || !account.right;
  const held = account.fields.filter(({ winner }) => winner === 'held');
  const fits = gone ? decision.record !== null : held.every(({ left }) => left in decision.fields);
  if (!fits) return { kind: 'nothing', detail: 'It waits over something else than what was decided.' };
  const fields = Object.entries(decision.fields).filter(([name]) => held.some(({ left }) => left === name));
  return {
    kind: 'decide',
    fields: gone ? {} : Object.fromEntries(fields),
    record: gone ? decision.record : null,
  };
}

/** The side that changed the field last; the left one where nobody can tell. */
function newestOf({ touched, clock }: WaitingRecord, name: string): Side {
  const { winner } = applyRule({ kind: 'newest', tie: 'left' }, name, touched, clock);
  return winner === 'held' ? 'left' : winner;
}

/** The side that last changed or deleted the record; the one that still has it where nobody can tell. */
function newestOfRecord({ touched, clock }: WaitingRecord, gone: Side): Side {
  const last = (side: Side) => Math.max(0, ...Object.values(touched[side])) - clock[side].offset;
  return last(gone) > last(otherSide(gone)) ? gone : otherSide(gone);
}
