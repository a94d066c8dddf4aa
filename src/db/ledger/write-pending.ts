import type { ClientBase } from 'pg';
import type { PendingRecord } from '#core/ledger/pending-record.ts';
import type { PendingRef } from '#core/ports/lane-store.ts';
import { microsToIso } from '#lib/micros.ts';
import { inKeyOrder } from './in-key-order.ts';
import { storedText, toStoredJson } from './stored-json.ts';

const put = `
INSERT INTO pending_record (id, "flowId", "laneId", "recordKey", state, body, code, detail, attempts,
  "nextAttemptAt", since, "differsSince", revision, "issueId")
SELECT gen_random_uuid()::text, $2, p.lane_id, p.record_key, p.state, p.body, p.code, p.detail, p.attempts,
  p.next_attempt_at, p.since, p.differs_since, p.revision, p.issue_id
FROM json_to_recordset($1::json) AS p(lane_id text, record_key text, state text, body jsonb, code text,
  detail text, attempts int, next_attempt_at timestamptz, since timestamptz, differs_since timestamptz,
  revision int, issue_id text)
ON CONFLICT ("laneId", "recordKey") DO UPDATE SET state = excluded.state, body = excluded.body,
  code = excluded.code, detail = excluded.detail, attempts = excluded.attempts,
  "nextAttemptAt" = excluded."nextAttemptAt", since = excluded.since, "differsSince" = excluded."differsSince",
  revision = excluded.revision,
  "issueId" = excluded."issueId",
  -- A person's decision is the person's: only the record's removal takes it away, or that it was heard and did not settle it.
  decision = CASE WHEN (pending_record.decision ->> 'at')::float8 <= (excluded.body ->> 'heard')::float8 THEN NULL
    ELSE pending_record.decision END,
  "retryAt" = NULL
WHERE pending_record.revision <= excluded.revision`;

const remove = `
DELETE FROM pending_record p USING json_to_recordset($1::json) AS r(lane_id text, record_key text, revision int)
WHERE p."laneId" = r.lane_id AND p."recordKey" = r.record_key AND p.revision <= r.revision
RETURNING p."issueId"`;

const lock = `
SELECT FROM pending_record p
JOIN unnest($1::text[], $2::text[]) WITH ORDINALITY AS r(lane_id, record_key, place)
  ON p."laneId" = r.lane_id AND p."recordKey" = r.record_key
ORDER BY r.place FOR UPDATE OF p`;

/** Takes hold of these records in the order in which every writer does: a commit that keeps some and forgets others has one order. */
export async function lockPending(
  client: ClientBase,
  refs: readonly { laneId: string; recordKey: string }[],
): Promise<void> {
  const rows = inKeyOrder(refs);
  const values = [rows.map(({ laneId }) => laneId), rows.map(({ recordKey }) => recordKey)];
  await client.query({ name: 'pending-lock', text: lock, values });
}

/**
 * Keeps these states of pending records, where no later one is kept already.
 * @param issues the issue that each is parked for.
 */
export async function putPending(
  client: ClientBase,
  flowId: string,
  records: PendingRecord[],
  issues: (string | null)[],
): Promise<void> {
  const placed = records.map((record, index) => ({ record, ...record, issue: issues[index] ?? null }));
  const rows = inKeyOrder(placed).map(({ record, issue }) => ({
    lane_id: record.laneId,
    record_key: record.recordKey,
    state: record.state,
    body: record,
    code: record.code,
    detail: storedText(record.detail),
    attempts: record.attempts,
    next_attempt_at: record.nextAttemptAt === null ? null : microsToIso(record.nextAttemptAt),
    since: microsToIso(record.since),
    differs_since: record.differs && microsToIso(record.differs.since),
    revision: record.revision,
    issue_id: issue,
  }));
  await client.query({ name: 'pending-put', text: put, values: [toStoredJson(rows), flowId] });
}

/**
 * Forgets pending records, unless a later state of one was kept meanwhile.
 * @returns the issues that they were parked for.
 */
export async function removePending(client: ClientBase, refs: PendingRef[]): Promise<string[]> {
  const rows = inKeyOrder(refs).map((ref) => ({
    lane_id: ref.laneId,
    record_key: ref.recordKey,
    revision: ref.revision,
  }));
  const values = [JSON.stringify(rows)];
  const removed = await client.query<{ issueId: string | null }>({
    name: 'pending-remove',
    text: remove,
    values,
  });
  return removed.rows.flatMap(({ issueId }) => issueId ?? []);
}
