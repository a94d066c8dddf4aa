import { applyBatch } from '#core/ports/apply-batch.ts';
import type { Target, Write, WriteOutcome } from '#core/ports/target.ts';

/** Applies writes in a transaction of their own, under an epoch of 1 and without a place. */
export async function applyWrites(target: Target, writes: Write[]): Promise<WriteOutcome[]> {
  let outcomes: WriteOutcome[] = [];
  await applyBatch(target, { writes, checkpoints: [], epoch: 1 }, async (settled) => {
    outcomes = settled;
  });
  return outcomes;
}

/** What became of each write: its status, or the code for which it failed. */
export function statusesOf(outcomes: WriteOutcome[]): string[] {
  return outcomes.map((outcome) => (outcome.status === 'failed' ? outcome.code : outcome.status));
}
