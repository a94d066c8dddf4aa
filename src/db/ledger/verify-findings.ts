import type { Pool } from 'pg';
import { SyncError } from '#core/errors/sync-error.ts';
import type { PayloadPolicy } from '#core/ledger/ledger-policy.ts';
import type { Disagreement } from '#core/ledger/verify-report.ts';
import type { Finding, FindingFilter, FindingSelection } from '#core/operations/finding-selection.ts';
import type { Where } from './ledger-where.ts';
import { fromStoredJson, toStoredJson } from './stored-json.ts';

/** Findings of a verify whose rows are kept. */
const WITH_ROWS = 10_000;
/** Findings of verifies that began so long ago are let go when a flow is verified again. */
const KEPT_FOR = '7 days';

const insert = `
INSERT INTO verify_finding (operation_id, number, lane_id, record_key, kind, fields, right_fields, "left", "right")
SELECT $1, f.number, $2, f.record_key, f.kind, f.fields, f.right_fields, nullif(f.left_row, 'null'), nullif(f.right_row, 'null')
FROM json_to_recordset($3::json) AS f(number bigint, record_key text, kind text, fields text[], right_fields text[],
  left_row jsonb, right_row jsonb)`;

/** Keeps what one verify finds, in the order in which it is found. */
export class FindingWriter {
  readonly #pool: Pool;
  readonly #operationId: string;
  readonly #withRows: number;
  #last = 0;

  /** @param policy what the ledger keeps of the flow's values: where digests alone, findings are kept without their rows. */
  constructor(pool: Pool, operationId: string, policy: PayloadPolicy) {
    this.#pool = pool;
    this.#operationId = operationId;
    this.#withRows = policy === 'digests' ? 0 : WITH_ROWS;
  }

  /** Begins anew: what a runner that died had found is found again. Old findings of the flow are let go. */
  async begin(flowId: string): Promise<void> {
    this.#last = 0;
    await this.#pool.query(
      `DELETE FROM verify_finding f USING operation o WHERE f.operation_id = o.id AND o.kind = 'verify'
         AND o."flowId" = $2 AND (o.id = $1 OR o."createdAt" < now() - $3::interval)`,
      [this.#operationId, flowId, KEPT_FOR],
    );
  }

  async write(laneId: string, found: readonly Disagreement[]): Promise<void> {
    const rows = found.map(({ recordKey, kind, fields, rightFields, left, right }) => {
      this.#last += 1;
      const kept = this.#last <= this.#withRows;
      return {
        ...{ number: this.#last, record_key: recordKey, kind, fields, right_fields: rightFields },
        ...{ left_row: kept ? left : null, right_row: kept ? right : null },
      };
    });
    await this.#pool.query({
      name: 'verify-findings',
      text: insert,
      values: [this.#operationId, laneId, toStoredJson(rows)],
    });
  }
}

/** A page of findings in the order in which they were found. Throws `INPUT_INVALID` for a cursor that no page gave out. */
export async function listFindings(
  pool: Pool,
  filter: FindingFilter,
  { cursor, limit }: { cursor: string | null; limit: number },
): Promise<{ findings: Finding[]; next: string | null }> {
  if (cursor !== null && !/^\d{1,15}$/.test(cursor)) {
    throw new SyncError('INPUT_INVALID', 'The page marker is malformed: start from the first page.');
  }
  const { sql, values } = findingWhere({ findings: filter });
  const found = await pool.query<Finding>(
    `SELECT number::float8 AS number, lane_id AS "laneId", record_key AS "recordKey", kind, fields,
       right_fields AS "rightFields", "left", "right" FROM verify_finding
     WHERE ${sql} AND number > $${values.length + 1} ORDER BY verify_finding.number LIMIT $${values.length + 2}`,
    [...values, Number(cursor ?? 0), limit + 1],
  );
  const findings = found.rows.slice(0, limit).map(fromStoredJson);
  const last = findings.at(-1);
  return { findings, next: found.rows.length > limit && last ? String(last.number) : null };
}

/** How many findings are selected. */
export async function countFindings(pool: Pool, selection: FindingSelection): Promise<number> {
  const { sql, values } = findingWhere(selection);
  const counted = await pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM verify_finding WHERE ${sql}`,
    values,
  );
  return counted.rows[0]?.count ?? 0;
}

/** Selected findings as SQL. */
export function findingWhere({ findings, numbers }: FindingSelection): Where {
  const { verifyId, laneId, kind, field } = findings;
  const values: unknown[] = [verifyId];
  const conditions = ['operation_id = $1'];
  const add = (condition: (parameter: string) => string, value: unknown) => {
    if (value === undefined) return;
    values.push(value);
    conditions.push(condition(`$${values.length}`));
  };
  add((p) => `lane_id = ${p}`, laneId);
  add((p) => `kind = ${p}`, kind);
  add((p) => `${p} = ANY(fields)`, field);
  add((p) => `number = ANY(${p}::bigint[])`, numbers);
  return { sql: conditions.join(' AND '), values };
}
