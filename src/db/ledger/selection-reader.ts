import type { Pool } from 'pg';
import type { BulkInput } from '#core/operations/bulk-input.ts';
import { SelectedFindings } from './selected-findings.ts';
import { SelectedRecords } from './selected-records.ts';

/** Reads what a bulk action was asked for, page by page. */
export type SelectionReader = Pick<SelectedRecords, 'countLines' | 'page' | 'lines' | 'interrupted'>;

/** Whoever reads this selection. @param operationId the action that asks: its own lines are not part of what it sees */
export function readSelection(
  pool: Pool,
  workspaceId: string,
  selection: BulkInput['selection'],
  operationId: string,
): SelectionReader {
  return 'findings' in selection
    ? new SelectedFindings(pool, selection, operationId)
    : new SelectedRecords(pool, workspaceId, selection, operationId);
}
