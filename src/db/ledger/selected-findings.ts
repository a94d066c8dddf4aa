import type { Pool } from 'pg';
import { SyncError } from '#core/errors/sync-error.ts';
import type { LedgerRow } from '#core/ledger/ledger-filter.ts';
import type { FindingSelection } from '#core/operations/finding-selection.ts';
import { interruptedLines } from './interrupted-lines.ts';
import type { RecordLines, SelectedPage } from './selected-records.ts';
import { countFindings, findingWhere } from './verify-findings.ts';

type Found = { number: string; laneId: string; recordKey: string; known: boolean };

/** Reads the records of which a verify found that they differ, in the order in which it found them. */
export class SelectedFindings {
  readonly #pool: Pool;
  readonly #selection: FindingSelection;
  readonly #operationId: string;

  constructor(pool: Pool, selection: FindingSelection, operationId: string) {
    this.#pool = pool;
    this.#selection = selection;
    this.#operationId = operationId;
  }

  countLines(): Promise<number> {
    return countFindings(this.#pool, this.#selection);
  }

  /** The next records that the operation has no result of. @param after `next` of the page before */
  async page(after: string | null, limit: number): Promise<SelectedPage> {
    if (after !== null && !/^\d+$/.test(after)) {
      throw new SyncError('INPUT_INVALID', `"${after}" is no place in a verify's findings.`);
    }
    const { sql, values } = findingWhere(this.#selection);
    const [own, from, most] = [1, 2, 3].map((n) => `$${values.length + n}`);
    const found = await this.#pool.query<Found>(
      `SELECT f.*, EXISTS (SELECT FROM operation_record o WHERE o.operation_id = ${own}
         AND o.lane_id = f."laneId" AND o.record_key = f."recordKey") AS known
       FROM (SELECT number::text, lane_id AS "laneId", record_key AS "recordKey" FROM verify_finding
         WHERE ${sql} AND number > ${from}::bigint ORDER BY verify_finding.number LIMIT ${most}) f`,
      [...values, this.#operationId, after ?? '0', limit],
    );
    const last = found.rows.at(-1);
    return {
      records: found.rows.flatMap(({ laneId, recordKey, known }) => (known ? [] : [{ laneId, recordKey }])),
      lines: found.rows.length,
      next: last && found.rows.length === limit ? last.number : null,
    };
  }

  /** What a verify finds has no line of its own. */
  async lines(): Promise<Map<string, RecordLines>> {
    return new Map();
  }

  interrupted(): Promise<LedgerRow[]> {
    return interruptedLines(this.#pool, this.#operationId);
  }
}
