import type { ClientBase, Pool } from 'pg';
import type { ErrorCode } from '#core/errors/codes.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { FieldEffectCount } from '#core/operations/field-effect.ts';
import type { OperationRecord, OutcomeCounts, RecordOutcome } from '#core/operations/record-outcome.ts';
import { noOutcomes } from '#core/operations/record-outcome.ts';
import type { LaneCommit } from '#core/ports/lane-store.ts';
import { textArray } from '#lib/text-array.ts';
import { fromStoredJson, storedText, toStoredJson } from './stored-json.ts';

// The operation is held until the results are kept; no foreign key looks it up for each of them.
const insert = `
INSERT INTO operation_record (operation_id, lane_id, record_key, outcome, code, detail, before, after, effects)
SELECT o.id, r.lane_id, r.record_key, r.outcome, r.code, r.detail, r.before::jsonb, r.after::jsonb, r.effects::jsonb
FROM (SELECT id FROM operation WHERE id = $1 FOR KEY SHARE) o CROSS JOIN
  unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
  AS r(lane_id, record_key, outcome, code, detail, before, after, effects)`;

const upsert = `${insert}
ON CONFLICT (operation_id, lane_id, record_key) DO UPDATE SET outcome = excluded.outcome, code = excluded.code,
  detail = excluded.detail, before = excluded.before, after = excluded.after,
  effects = excluded.effects`;

/**
 * Keeps what a bulk action came to for some records, and how far it is. Throws `NOT_FOUND` where the operation is gone.
 *
 * @param again some of these records may have a result, which is replaced; else that is a unique violation
 */
export async function writeOperation(
  client: Pick<ClientBase, 'query'>,
  { id, records, place }: NonNullable<LaneCommit['operation']>,
  again = true,
): Promise<void> {
  if (records.length > 0) {
    const column = (pick: (record: OperationRecord) => string | null) => textArray(records.map(pick));
    const values = [
      id,
      column(({ laneId }) => laneId),
      column(({ recordKey }) => recordKey),
      column(({ outcome }) => outcome),
      column(({ code }) => code),
      column(({ detail }) => storedText(detail)),
      column(({ before }) => before && toStoredJson(before)),
      column(({ after }) => after && toStoredJson(after)),
      column(({ effects }) => (effects ? toStoredJson(effects) : null)),
    ];
    const { rowCount } = await client.query(
      again
        ? { name: 'operation-records-again', text: upsert, values }
        : { name: 'operation-records', text: insert, values },
    );
    if (rowCount !== records.length) throw new SyncError('NOT_FOUND', 'The operation is not there any more.');
  }
  if (place === null) return;
  await client.query({
    name: 'operation-place',
    text: 'UPDATE operation SET place = $2 WHERE id = $1',
    values: [id, place],
  });
}

/** How far an operation's selection is through. */
export async function readPlace(pool: Pool, operationId: string): Promise<string | null> {
  const found = await pool.query<{ place: string | null }>('SELECT place FROM operation WHERE id = $1', [
    operationId,
  ]);
  return found.rows[0]?.place ?? null;
}

/** How many records an operation has had each outcome for. */
export async function countOutcomes(pool: Pool, operationId: string): Promise<OutcomeCounts> {
  const found = await pool.query<{ outcome: RecordOutcome; count: number }>(
    'SELECT outcome, count(*)::int AS count FROM operation_record WHERE operation_id = $1 GROUP BY 1',
    [operationId],
  );
  const counts = noOutcomes();
  for (const { outcome, count } of found.rows) counts[outcome] = count;
  return counts;
}

/** Records that one operation has a result of and another one has none of, in the order of their names. @param after the one before */
export async function recordsWithout(
  pool: Pool,
  { of, without, limit }: { of: string; without: string; limit: number },
  after: { laneId: string; recordKey: string } | null,
): Promise<{ laneId: string; recordKey: string }[]> {
  const found = await pool.query<{ laneId: string; recordKey: string }>(
    `SELECT lane_id AS "laneId", record_key AS "recordKey" FROM operation_record p
     WHERE operation_id = $1 AND (lane_id, record_key) > ($2, $3) AND NOT EXISTS (SELECT FROM operation_record o
       WHERE o.operation_id = $4 AND o.lane_id = p.lane_id AND o.record_key = p.record_key)
     ORDER BY lane_id, record_key LIMIT $5`,
    [of, after?.laneId ?? '', after?.recordKey ?? '', without, limit],
  );
  return found.rows;
}

/** Why records were not done, most frequent first. */
export type OutcomeReason = { outcome: RecordOutcome; code: ErrorCode; count: number };

/** The reasons of an operation's results, by outcome. */
export async function countReasons(pool: Pool, operationId: string): Promise<OutcomeReason[]> {
  const found = await pool.query<OutcomeReason>(
    `SELECT outcome, code, count(*)::int AS count FROM operation_record
     WHERE operation_id = $1 AND code IS NOT NULL GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2`,
    [operationId],
  );
  return found.rows;
}

/** What deciding again comes to, field by field, over the records of an operation; most records first. */
export async function countEffects(pool: Pool, operationId: string): Promise<FieldEffectCount[]> {
  const found = await pool.query<FieldEffectCount>(
    `SELECT e.field, e.was, e.now, e.effect, e.by, count(*)::int AS records
     FROM operation_record, jsonb_to_recordset(effects) AS e(field text, was text, now text, effect text, by text)
     WHERE operation_id = $1 AND effects IS NOT NULL GROUP BY 1, 2, 3, 4, 5 ORDER BY 6 DESC, 1, 2, 3, 4, 5`,
    [operationId],
  );
  return found.rows;
}

const columns = `lane_id AS "laneId", record_key AS "recordKey", outcome, code, detail, before, after`;

/** Which results of an operation. */
export type ResultQuery = {
  outcome?: RecordOutcome;
  code?: ErrorCode;
  /** Those alone whose rows were kept. */
  samples: boolean;
  /** `next` of the page before; null for the first. */
  cursor: string | null;
  limit: number;
};

/** A page of an operation's results, in the order of their keys. Throws `INPUT_INVALID` for a cursor that no page gave out. */
export async function listOperationRecords(
  pool: Pool,
  operationId: string,
  { outcome, code, samples, cursor, limit }: ResultQuery,
): Promise<{ records: OperationRecord[]; next: string | null }> {
  const values: unknown[] = [operationId];
  const conditions = ['operation_id = $1'];
  const add = (condition: (parameter: string) => string, value: unknown) => {
    values.push(value);
    conditions.push(condition(`$${values.length}`));
  };
  if (outcome) add((p) => `outcome = ${p}`, outcome);
  if (code) add((p) => `code = ${p}`, code);
  if (samples) conditions.push('before IS NOT NULL');
  if (cursor !== null) {
    const [laneId, recordKey] = parseCursor(cursor);
    values.push(laneId, recordKey);
    conditions.push(`(lane_id, record_key) > ($${values.length - 1}, $${values.length})`);
  }
  values.push(limit + 1);
  const found = await pool.query<OperationRecord>(
    `SELECT ${columns} FROM operation_record WHERE ${conditions.join(' AND ')}
     ORDER BY lane_id, record_key LIMIT $${values.length}`,
    values,
  );
  const records = found.rows.slice(0, limit).map(fromStoredJson);
  const last = records.at(-1);
  const next = found.rows.length > limit && last ? [last.laneId, last.recordKey] : null;
  return { records, next: next && Buffer.from(JSON.stringify(next)).toString('base64url') };
}

function parseCursor(cursor: string): [string, string] {
  try {
    const [laneId, recordKey] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (typeof laneId === 'string' && typeof recordKey === 'string') return [laneId, recordKey];
  } catch {
    // No JSON: refused below, like every other malformed marker.
  }
  throw new SyncError('INPUT_INVALID', 'The page marker is malformed: start from the first page.');
}
