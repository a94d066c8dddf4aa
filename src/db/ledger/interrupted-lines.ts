import type { Pool } from 'pg';
import type { LedgerRow } from '#core/ledger/ledger-filter.ts';
import { ledgerColumns, type StoredRow, toLedgerRow } from './read-ledger.ts';

/** Lines that an operation wrote before its runner died, of records without a result; whole ones, that tell what it wrote. */
export async function interruptedLines(pool: Pool, operationId: string): Promise<LedgerRow[]> {
  const rows = await pool.query<StoredRow>(
    `SELECT ${ledgerColumns} FROM ledger_entry WHERE operation_id = $1 AND payload = 'full' AND NOT EXISTS (
       SELECT FROM operation_record o WHERE o.operation_id = $1
         AND o.lane_id = ledger_entry.lane_id AND o.record_key = ledger_entry.record_key)`,
    [operationId],
  );
  return rows.rows.map(toLedgerRow);
}
