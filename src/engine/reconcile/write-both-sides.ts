import type { Side } from '#core/change/change-event.ts';
import type { SideWrite } from '#core/conflict/decide.ts';
import type { WriteOutcome } from '#core/ports/target.ts';
import type { LaneContext } from './lane-routes.ts';
import type { Reconciled } from './reconcile-records.ts';
import { rowAfter } from './row-after.ts';
import { type DecidedWrite, writeDecisions } from './write-decisions.ts';

/**
 * Writes what was decided, the left side first; a record whose left write did not go through is not
 * written on the right.
 *
 * @param beforeCommit called with the side and the results so far before the writes to it become visible.
 */
export async function writeBothSides(
  context: LaneContext,
  results: readonly Reconciled[],
  beforeCommit: (side: Side, results: Reconciled[]) => Promise<void>,
): Promise<void> {
  for (const side of ['left', 'right'] as const) {
    const writing: { result: Reconciled; decided: DecidedWrite }[] = [];
    for (const result of results) {
      const write = writesOf(result.decision)?.[side];
      if (!write || isUnsettled(result.outcomes.left)) continue;
      writing.push({ result, decided: { open: result.open, write, current: result.now[side] } });
    }
    await writeDecisions(
      context,
      side,
      writing.map((each) => each.decided),
      async (outcomes) => {
        for (const [index, each] of writing.entries()) each.result.outcomes[side] = outcomes[index] ?? null;
        await beforeCommit(
          side,
          writing.map((each) => each.result),
        );
      },
    );
    for (const { result, decided } of writing) {
      if (!isUnsettled(result.outcomes[side])) {
        result.now = { ...result.now, [side]: rowAfter(result.now[side], decided.write) };
      }
    }
  }
}

/** What a decision writes: what it says, or what takes back what had been written of a record that a person decides. */
function writesOf(decision: Reconciled['decision']): Record<Side, SideWrite | null> | null {
  if (decision?.kind === 'write') return decision;
  return (decision?.kind === 'hold' && decision.back) || null;
}

function isUnsettled(outcome: WriteOutcome | null): boolean {
  return outcome?.status === 'missed' || outcome?.status === 'failed';
}
