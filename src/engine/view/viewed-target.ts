import type { Source } from '#core/ports/source.ts';
import type { Target, TargetTransaction, Write, WriteBatch, WriteOutcome } from '#core/ports/target.ts';
import type { CompiledLane, CompiledSide } from '../plan/compiled-lane.ts';
import { withMembers } from '../plan/with-members.ts';
import { planViewed, type ViewedWrite } from './plan-viewed.ts';

/** A side of a lane that is written through its code. */
export type ViewedEnd = { lane: CompiledLane; side: CompiledSide; source: Source };

/**
 * A target that takes writes of what the mapping sees. What code makes of a row is not known without the
 * row, so the rows that are there are read first, and each write is guarded by what was read (E3).
 *
 * @param byTag the viewed sides, by the tag that they are written under.
 */
export function viewedTarget(target: Target, byTag: ReadonlyMap<string, ViewedEnd>): Target {
  if (byTag.size === 0) return target;
  return withMembers(target, {
    async begin() {
      const transaction = await target.begin();
      const members: Pick<TargetTransaction, 'write'> = {
        write: (batch) => writeThrough(transaction, batch, byTag),
      };
      return withMembers(transaction, members);
    },
  });
}

async function writeThrough(
  transaction: TargetTransaction,
  batch: WriteBatch,
  byTag: ReadonlyMap<string, ViewedEnd>,
): Promise<WriteOutcome[]> {
  const planned = new Map<Write, ViewedWrite>();
  for (const [tag, end] of byTag) {
    const writes = batch.writes.filter((write) => write.tag === tag);
    for (const [at, plan] of (await planViewed(end, writes)).entries())
      planned.set(writes[at] as Write, plan);
  }
  const through = batch.writes.flatMap((write) => {
    const plan = planned.get(write);
    if (!plan) return [write];
    return plan.kind === 'write' ? [plan.write] : [];
  });
  const written = await transaction.write({ ...batch, writes: through });
  let next = 0;
  return batch.writes.map((write): WriteOutcome => {
    const plan = planned.get(write);
    if (plan?.kind === 'settled') return plan.outcome;
    const outcome = written[next++] as WriteOutcome;
    return plan && outcome.status === 'missed' ? { ...outcome, existing: null } : outcome;
  });
}
