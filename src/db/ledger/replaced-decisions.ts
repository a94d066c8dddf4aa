import type { ClientBase } from 'pg';
import type { LaneCommit } from '#core/ports/lane-store.ts';

type Client = Pick<ClientBase, 'query'>;

/** Marks what is locked: in the order in which whatever sees these records writes them. */
const mark = `UPDATE issue_record r SET replaced_at = clock_timestamp() FROM locked
WHERE r.issue_id = locked.issue_id AND r.record_key = locked.record_key RETURNING r.issue_id AS id`;

/**
 * Marks records whose decisions were replaced: of which no decision stands in the issue any more. All lines of
 * one decision were applied at once, and whichever of them was chosen is named as replaced.
 */
const markReplaced = `
WITH given AS MATERIALIZED (
  SELECT * FROM json_to_recordset($1::json) AS g(lane_id text, record_key text)
), lines AS MATERIALIZED (
  SELECT e.lane_id, e.record_key, e.issue_id, e.seq, e.applied_at, e.conflict -> 'replaces' AS replaces
  FROM given g JOIN ledger_entry e USING (lane_id, record_key) WHERE e.conflict IS NOT NULL
), standing AS (
  SELECT DISTINCT l.issue_id, l.record_key FROM lines l WHERE l.issue_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM lines n JOIN lines s ON s.lane_id = n.lane_id AND s.record_key = n.record_key
      AND n.replaces ? s.seq::text
    WHERE n.lane_id = l.lane_id AND n.record_key = l.record_key AND s.applied_at = l.applied_at)
), locked AS MATERIALIZED (
  SELECT r.issue_id, r.record_key FROM issue_record r
  JOIN (SELECT DISTINCT issue_id, record_key FROM lines WHERE issue_id IS NOT NULL) l USING (issue_id, record_key)
  WHERE r.replaced_at IS NULL
    AND NOT EXISTS (SELECT FROM standing s WHERE s.issue_id = r.issue_id AND s.record_key = r.record_key)
  ORDER BY 1, 2 FOR UPDATE OF r
)
${mark}`;

/** Marks records whose decisions were overtaken: asked to decide again, an action found that somebody had changed them since. */
const markOvertaken = `
WITH locked AS MATERIALIZED (
  SELECT r.issue_id, r.record_key FROM json_to_recordset($1::json) AS g(lane_id text, record_key text)
  JOIN issue i ON i."laneId" = g.lane_id AND i.kind = 'decision' AND i.state IN ('open', 'snoozed')
  JOIN issue_record r ON r.issue_id = i.id AND r.record_key = g.record_key
  WHERE r.replaced_at IS NULL ORDER BY 1, 2 FOR UPDATE OF r
)
${mark}`;

/** Issues of decisions in which these records were, and are no more. */
const issuesOfReplaced = `
SELECT DISTINCT i.id FROM json_to_recordset($1::json) AS g(lane_id text, record_key text)
JOIN issue i ON i."laneId" = g.lane_id AND i.kind = 'decision' AND i.state IN ('open', 'snoozed')
JOIN issue_record r ON r.issue_id = i.id AND r.record_key = g.record_key AND r.replaced_at IS NOT NULL`;

const lock = `
SELECT id FROM issue WHERE id = ANY($1) AND state IN ('open', 'snoozed') AND kind = 'decision' ORDER BY id FOR UPDATE`;

const resolve = `
WITH done AS (
  UPDATE issue SET state = 'resolved', "stateBy" = NULL, "stateAt" = now() AT TIME ZONE 'UTC',
    "resolvedAt" = now() AT TIME ZONE 'UTC'
  WHERE id = ANY($1)
    AND NOT EXISTS (SELECT FROM issue_record r WHERE r.issue_id = issue.id AND r.replaced_at IS NULL)
    AND NOT EXISTS (SELECT FROM pending_record p JOIN issue_record r ON r.record_key = p."recordKey"
      WHERE p."laneId" = issue."laneId" AND p.state = 'held' AND r.issue_id = issue.id)
  RETURNING id
)
INSERT INTO issue_event ("issueId", at, kind) SELECT id, now() AT TIME ZONE 'UTC', 'recovered' FROM done`;

/** Does a commit tell of decisions that were made again? */
export function replacesDecisions({ entries = [] }: LaneCommit): boolean {
  return entries.some(({ conflict }) => conflict?.replaces?.length);
}

/**
 * Resolves issues of decisions of which none stands any more: each was decided again, by another rule or, where
 * that rule asked for one, by a person; or somebody had changed it since, as a re-decision found. Looks at the
 * store only where a commit tells of such.
 */
export async function resolveReplaced(client: Client, commit: LaneCommit): Promise<void> {
  const again = (commit.entries ?? []).filter(({ conflict }) => conflict?.replaces?.length);
  const byPerson = (commit.settle ?? []).filter(({ conflict }) => conflict?.fields.some(({ by }) => by));
  const overtaken = (commit.operation?.records ?? []).filter(
    ({ outcome, effects }) => outcome === 'refused' && effects?.some(({ effect }) => effect === 'touched'),
  );
  const ids = new Set<string>();
  const find = async (sql: string, records: readonly { laneId: string; recordKey: string }[]) => {
    if (records.length === 0) return;
    const given = records.map(({ laneId, recordKey }) => ({ lane_id: laneId, record_key: recordKey }));
    const found = await client.query<{ id: string }>(sql, [JSON.stringify(given)]);
    for (const { id } of found.rows) ids.add(id);
  };
  await find(markReplaced, again);
  await find(markOvertaken, overtaken);
  await find(issuesOfReplaced, byPerson);
  if (ids.size === 0) return;
  const locked = await client.query<{ id: string }>(lock, [[...ids]]);
  if (locked.rows.length > 0) await client.query(resolve, [locked.rows.map(({ id }) => id)]);
}
