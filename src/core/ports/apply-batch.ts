import type { Target, WriteBatch, WriteOutcome } from './target.ts';

/**
 * Writes one batch in a transaction of its own.
 *
 * @param settle called once with one outcome per write, after all writes ran and before the commit.
 *   If it throws, nothing is committed.
 */
export async function applyBatch(
  target: Target,
  batch: WriteBatch,
  settle: (outcomes: WriteOutcome[]) => Promise<void> = async () => {},
): Promise<void> {
  const transaction = await target.begin();
  try {
    await settle(await transaction.write(batch));
    await transaction.commit();
  } catch (error) {
    await transaction.rollback();
    throw error;
  }
}
