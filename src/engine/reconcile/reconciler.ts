import type { ConflictAccount } from '#core/ledger/ledger-entry.ts';
import { closeRecords } from './close-records.ts';
import type { LaneContext } from './lane-routes.ts';
import { type Reconciled, reconcileRecords } from './reconcile-records.ts';

/** Records that one round takes at most. */
const ROUND_LIMIT = 500;
/** How often parked records are looked at for their next attempt, milliseconds. */
const IDLE_MILLISECONDS = 250;

/** Brings the open records of one lane back in line, until the flow stops. */
export async function runReconciler(context: LaneContext): Promise<void> {
  const { open } = context.runtime;
  while (!context.signal.aborted) {
    const due = open.takeDue(ROUND_LIMIT);
    if (due.length === 0) {
      await open.wait(IDLE_MILLISECONDS, context.signal);
      continue;
    }
    const results = await reconcileRecords(context, due, (settled) => keepDecisions(context, settled));
    await closeRecords(context, results);
  }
}

/**
 * Before a decided conflict is written to a side, the decision itself is kept: after a crash between
 * the two sides they may agree already, and the ledger must still say who won and why.
 */
async function keepDecisions(context: LaneContext, results: Reconciled[]): Promise<void> {
  const decided = results.filter((result) => accountOf(result) !== null);
  if (decided.length === 0) return;
  for (const result of decided) {
    result.open.record.conflict = accountOf(result);
    result.open.record.revision += 1;
  }
  const put = decided.map((result) => result.open.record);
  await context.store.commit(context.lease, { pending: { put } });
  for (const result of decided) result.open.stored = true;
}

function accountOf({ decision }: Reconciled): ConflictAccount | null {
  return decision?.kind === 'write' ? decision.account : null;
}
