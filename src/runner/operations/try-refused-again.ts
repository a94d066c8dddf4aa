import type { Pool } from 'pg';
import { countRefused, refusedPage } from '#db/ledger/refused-records.ts';
import { type BulkRun, runBulk } from '#engine/bulk/run-bulk.ts';

/**
 * Tries again what a side refused for the sake of other records: a parent can go once its children are gone, and
 * children come back once their parents have. One round after the other, as long as one gets something done.
 *
 * @param limit how many records are taken at a time
 * @returns whether it came to the end.
 */
export async function tryRefusedAgain(pool: Pool, run: BulkRun, limit: () => number): Promise<boolean> {
  const { operationId } = run.job;
  for (let before = await countRefused(pool, operationId); before > 0; ) {
    const over = await runBulk({
      ...run,
      place: null,
      page: (after) => refusedPage(pool, operationId, after, limit()),
      keep: (records) => run.keep(records, null),
    });
    if (!over) return false;
    const left = await countRefused(pool, operationId);
    if (left === before) return true;
    before = left;
  }
  return true;
}
