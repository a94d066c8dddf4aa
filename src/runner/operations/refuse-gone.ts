import type { Pool } from 'pg';
import type { OperationRecord } from '#core/operations/record-outcome.ts';
import { recordsWithout, writeOperation } from '#db/ledger/operation-records.ts';
import type { SelectionReader } from '#db/ledger/selection-reader.ts';

/** Records that are looked at together. */
const PAGE = 2_000;

/**
 * Refuses the records that a preview had found and whose selected lines were removed since: who confirmed their number
 * is told of each that was not done.
 */
export async function refuseGone(
  pool: Pool,
  records: SelectionReader,
  { operationId, previewId }: { operationId: string; previewId: string },
): Promise<void> {
  const which = { of: previewId, without: operationId, limit: PAGE };
  for (let page = await recordsWithout(pool, which, null); page.length > 0; ) {
    const gone: OperationRecord[] = [];
    for (const [laneId, some] of Map.groupBy(page, (each) => each.laneId)) {
      const keys = some.map(({ recordKey }) => recordKey);
      const lines = await records.lines(laneId, keys, 'nothing');
      gone.push(...keys.filter((key) => !lines.has(key)).map((key) => goneResult(laneId, key)));
    }
    await writeOperation(pool, { id: operationId, records: gone, place: null });
    page = await recordsWithout(pool, which, page.at(-1) ?? null);
  }
}

function goneResult(laneId: string, recordKey: string): OperationRecord {
  const detail = 'It was in the preview, and what it was selected by was removed since.';
  return { laneId, recordKey, outcome: 'refused', code: 'LINES_REMOVED', detail, before: null, after: null };
}
