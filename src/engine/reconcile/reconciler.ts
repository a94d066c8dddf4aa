import type { LaneContext } from './lane-routes.ts';
import { reconcileRound } from './reconcile-round.ts';

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
    await reconcileRound(context, due);
  }
}
