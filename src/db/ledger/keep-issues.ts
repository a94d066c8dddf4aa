import type { ClientBase } from 'pg';
import { microsToIso } from '#lib/micros.ts';
import type { Sighting } from './commit-issues.ts';
import { stillFailed } from './still-failed.ts';
import { storedText, toStoredJson } from './stored-json.ts';

type Client = Pick<ClientBase, 'query'>;

const putRecords = `
INSERT INTO issue_record (issue_id, record_key, failed_at)
SELECT r.issue_id, r.record_key, r.failed_at
FROM json_to_recordset($1::json) AS r(issue_id text, record_key text, failed_at timestamptz)
ORDER BY r.issue_id, r.record_key
ON CONFLICT (issue_id, record_key) DO UPDATE
  SET failed_at = coalesce(excluded.failed_at, issue_record.failed_at), replaced_at = NULL
  WHERE excluded.failed_at IS NOT NULL OR issue_record.replaced_at IS NOT NULL
RETURNING issue_id AS "issueId", xmax = 0 AS made`;

/** What is resolved or asleep comes back when it is seen again. */
const comesBack = `(issue.state = 'resolved' OR (issue.state = 'snoozed'
  AND (issue."snoozedUntil" <= excluded."lastSeen" OR issue.lines + excluded.lines >= issue."snoozedLines")))`;

const putIssues = `
WITH given AS MATERIALIZED (
  SELECT * FROM json_to_recordset($3::json) AS g(id text, kind text, "laneId" text, code text, "to" text,
    field text, "constraint" text, node text, rule text, at timestamptz, lines int, records int, sample jsonb)
), stood AS MATERIALIZED (
  -- As it stands when nobody else writes to it any more.
  SELECT issue.id, issue.state FROM issue JOIN given USING (id) ORDER BY id FOR NO KEY UPDATE OF issue
), put AS (
  INSERT INTO issue (id, "workspaceId", "flowId", "laneId", kind, code, "to", field, "constraint", node, rule,
    "firstSeen", "lastSeen", lines, records, sample, "stateAt")
  SELECT id, $1, $2, "laneId", kind, code, "to", field, "constraint", node, rule,
    at AT TIME ZONE 'UTC', at AT TIME ZONE 'UTC', lines, records, sample, at AT TIME ZONE 'UTC'
  FROM given WHERE (SELECT count(*) FROM stood) >= 0 ORDER BY id
  ON CONFLICT (id) DO UPDATE SET "lastSeen" = greatest(issue."lastSeen", excluded."lastSeen"),
    lines = issue.lines + excluded.lines, records = issue.records + excluded.records, sample = excluded.sample,
    state = CASE WHEN ${comesBack} THEN 'open' ELSE issue.state END,
    "stateBy" = CASE WHEN ${comesBack} THEN NULL ELSE issue."stateBy" END,
    "stateAt" = CASE WHEN ${comesBack} THEN excluded."lastSeen" ELSE issue."stateAt" END,
    "returnedAt" = CASE WHEN ${comesBack} THEN excluded."lastSeen" ELSE issue."returnedAt" END
  RETURNING id, state, xmax = 0 AS made
), hours AS (
  INSERT INTO issue_hour (issue_id, hour, lines)
  SELECT id, date_trunc('hour', at, 'UTC'), lines FROM given WHERE lines > 0 ORDER BY id
  ON CONFLICT (issue_id, hour) DO UPDATE SET lines = issue_hour.lines + excluded.lines
)
INSERT INTO issue_event ("issueId", at, kind)
SELECT put.id, now() AT TIME ZONE 'UTC', CASE WHEN put.made THEN 'seen' ELSE 'returned' END
FROM put LEFT JOIN stood USING (id)
WHERE (put.made OR stood.state <> put.state) AND NOT EXISTS (
  -- What comes and goes all the time is told once an hour.
  SELECT FROM issue_event e WHERE e."issueId" = put.id AND e.kind = 'returned'
    AND e.at > now() AT TIME ZONE 'UTC' - interval '1 hour')`;

/**
 * Keeps issues up with what a commit saw, in the commit's own transaction: counts, the record that was seen
 * last, and that an issue is back.
 *
 * @param moves lines that stood before and are in these issues now.
 */
export async function keepIssues(
  client: Client,
  of: { workspaceId: string; flowId: string },
  sightings: readonly Sighting[],
  moves: ReadonlyMap<string, number>,
): Promise<void> {
  if (sightings.length === 0) return;
  const records = sightings.map(({ issueId, recordKey, failed, at }) => ({
    issue_id: issueId,
    record_key: recordKey,
    failed_at: failed ? microsToIso(at) : null,
  }));
  const known = await client.query<{ issueId: string; made: boolean }>({
    name: 'issue-records',
    text: putRecords,
    values: [toStoredJson(records)],
  });
  const issues = gather(sightings, moves, known.rows);
  if (issues.length === 0) return;
  const values = [of.workspaceId, of.flowId, toStoredJson(issues)];
  await client.query({ name: 'issue-put', text: putIssues, values });
}

/** One row for each issue that was seen, not only kept. */
function gather(
  sightings: readonly Sighting[],
  moves: ReadonlyMap<string, number>,
  known: readonly { issueId: string; made: boolean }[],
) {
  const made = new Map<string, number>();
  for (const row of known) if (row.made) made.set(row.issueId, (made.get(row.issueId) ?? 0) + 1);
  const byIssue = new Map<string, Sighting[]>();
  for (const each of sightings) {
    const others = byIssue.get(each.issueId);
    if (others) others.push(each);
    else byIssue.set(each.issueId, [each]);
  }
  return [...byIssue].flatMap(([id, seen]) => {
    const records = made.get(id) ?? 0;
    if (records === 0 && seen.every(({ quiet }) => quiet)) return [];
    const last = seen.reduce((one, other) => (other.at > one.at ? other : one));
    const lines = seen.reduce((sum, each) => sum + each.lines, 0) + (moves.get(id) ?? 0);
    return {
      id,
      ...last.cause,
      at: microsToIso(last.at),
      lines,
      records,
      sample: { recordKey: last.recordKey, detail: storedText(last.detail) },
    };
  });
}

const takeLines = `
UPDATE issue SET lines = greatest(0, issue.lines - g.lines)
FROM json_to_recordset($1::json) AS g(id text, lines int) WHERE issue.id = g.id`;

const lockIssues = `
SELECT id FROM issue WHERE id = ANY($1) AND state IN ('open', 'snoozed') AND kind = 'failure' ORDER BY id FOR UPDATE`;

// Until the last failure that is known: one that another commit is writing is not covered by it.
const recover = `
WITH done AS (
  UPDATE issue SET state = 'resolved', "stateBy" = NULL, "stateAt" = now() AT TIME ZONE 'UTC',
    "resolvedAt" = coalesce((SELECT date_trunc('milliseconds', max(r.failed_at)) FROM issue_record r
      WHERE r.issue_id = issue.id), now()) AT TIME ZONE 'UTC'
  WHERE id = ANY($1) AND NOT EXISTS (SELECT FROM pending_record p WHERE p."issueId" = issue.id)
    AND NOT EXISTS (SELECT ${stillFailed('issue')})
  RETURNING id
)
INSERT INTO issue_event ("issueId", at, kind)
SELECT id, now() AT TIME ZONE 'UTC', 'recovered' FROM done
WHERE NOT EXISTS (SELECT FROM issue_event e WHERE e."issueId" = done.id AND e.kind = 'recovered'
  AND e.at > now() AT TIME ZONE 'UTC' - interval '1 hour')`;

/** Lines of these issues are in another one now, or were counted anew. */
export async function takeFromIssues(client: Client, lost: ReadonlyMap<string, number>): Promise<void> {
  const rows = [...lost].map(([id, lines]) => ({ id, lines }));
  if (rows.length > 0) await client.query(takeLines, [JSON.stringify(rows)]);
}

/**
 * Resolves those of these issues of which no record waits any more. They are locked first: of two commits
 * that each take one of the last records away, the later one sees that none is left.
 */
export async function resolveRecovered(client: Client, ids: Iterable<string>): Promise<void> {
  const asked = [...new Set(ids)];
  if (asked.length === 0) return;
  const locked = await client.query<{ id: string }>(lockIssues, [asked]);
  if (locked.rows.length > 0) await client.query(recover, [locked.rows.map(({ id }) => id)]);
}
