import type { Pool } from 'pg';
import type { Issue, IssueEvent, IssueFilter, IssueSort } from '#core/issues/issue.ts';
import { stillFailed } from './still-failed.ts';
import { fromStoredJson } from './stored-json.ts';

const iso = (column: string) => `to_char(i."${column}", 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "${column}"`;

/** A snooze that is over is no snooze any more. */
const state = `CASE WHEN i.state = 'snoozed' AND i."snoozedUntil" <= now() AT TIME ZONE 'UTC' THEN 'open' ELSE i.state END`;

/** Records that are parked for it, and those that failed outright and did not go well since. */
const openRecords = `((SELECT count(*) FROM pending_record p WHERE p."issueId" = i.id)
  + (SELECT count(*) ${stillFailed('i')}))::int`;

const columns = `i.id, i."flowId", i."laneId", i.kind, i.code, i."to", i.field, i."constraint", i.node, i.rule,
  ${['firstSeen', 'lastSeen', 'stateAt', 'snoozedUntil', 'resolvedAt', 'returnedAt'].map(iso).join(', ')},
  i.lines, i.records, i.sample, ${state} AS state, i."stateBy", i.reason, i."snoozedLines", i."assigneeId",
  ${openRecords} AS "openRecords"`;

const orders: Record<IssueSort, string> = {
  recent: 'i."lastSeen" DESC',
  open: '"openRecords" DESC, i."lastSeen" DESC',
  records: 'i.records DESC, i."lastSeen" DESC',
  first: 'i."firstSeen" DESC',
};

type Where = { sql: string; values: unknown[] };

function where(workspaceId: string, filter: IssueFilter): Where {
  const values: unknown[] = [workspaceId];
  const conditions = ['i."workspaceId" = $1'];
  const add = (condition: (parameter: string) => string, value: unknown) => {
    values.push(value);
    conditions.push(condition(`$${values.length}`));
  };
  if (filter.flowId !== undefined) add((p) => `i."flowId" = ${p}`, filter.flowId);
  if (filter.laneId !== undefined) add((p) => `i."laneId" = ${p}`, filter.laneId);
  if (filter.kind !== undefined) add((p) => `i.kind = ${p}`, filter.kind);
  if (filter.state?.length) add((p) => `${state} = ANY(${p})`, filter.state);
  if (filter.code?.length) add((p) => `i.code = ANY(${p})`, filter.code);
  if (filter.assigneeId === 'nobody') conditions.push('i."assigneeId" IS NULL');
  else if (filter.assigneeId !== undefined) add((p) => `i."assigneeId" = ${p}`, filter.assigneeId);
  if (filter.text) {
    const text = `%${filter.text.replace(/[\\%_]/g, '\\$&')}%`;
    add((p) => `concat_ws(' ', i.code, i.field, i."constraint", i.rule) ILIKE ${p}`, text);
  }
  return { sql: conditions.join(' AND '), values };
}

/** Issues of a workspace, and how many match. Causes are few, so pages are counted off. */
export async function listIssues(
  pool: Pool,
  workspaceId: string,
  filter: IssueFilter,
  page: { sort?: IssueSort; limit: number; offset: number },
): Promise<{ issues: Issue[]; total: number }> {
  const { sql, values } = where(workspaceId, filter);
  const [found, counted] = await Promise.all([
    pool.query<Issue>(
      `SELECT ${columns} FROM issue i WHERE ${sql} ORDER BY ${orders[page.sort ?? 'recent']}, i.id
       LIMIT $${values.length + 1} OFFSET $${values.length + 2}`,
      [...values, page.limit, page.offset],
    ),
    pool.query<{ total: number }>(`SELECT count(*)::int AS total FROM issue i WHERE ${sql}`, values),
  ]);
  return { issues: found.rows.map(fromStoredJson), total: counted.rows[0]?.total ?? 0 };
}

/** One issue of the workspace; its id may be shortened to its first characters, as long as they tell. Null where there is none. */
export async function findIssue(pool: Pool, workspaceId: string, id: string): Promise<Issue | null> {
  const found = await pool.query<Issue>(
    `SELECT ${columns} FROM issue i WHERE i."workspaceId" = $1 AND starts_with(i.id, $2) LIMIT 2`,
    [workspaceId, id],
  );
  return found.rows.length === 1 && id.length >= 6 ? fromStoredJson(found.rows[0] as Issue) : null;
}

/** Failures that are open: what the navigation counts. */
export async function countOpen(pool: Pool, workspaceId: string): Promise<number> {
  const found = await pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM issue i
     WHERE i."workspaceId" = $1 AND i.kind = 'failure' AND ${state} = 'open'`,
    [workspaceId],
  );
  return found.rows[0]?.count ?? 0;
}

/** Lines by hour (UTC, ISO 8601), of these issues, oldest first; hours without any are left out. */
export async function issueHours(
  pool: Pool,
  ids: string[],
  since: Date,
): Promise<Map<string, { hour: string; lines: number }[]>> {
  const found = await pool.query<{ id: string; hour: Date; lines: number }>(
    `SELECT issue_id AS id, hour, lines FROM issue_hour WHERE issue_id = ANY($1) AND hour >= $2 ORDER BY hour`,
    [ids, since],
  );
  const byIssue = new Map<string, { hour: string; lines: number }[]>(ids.map((id) => [id, []]));
  for (const { id, hour, lines } of found.rows) byIssue.get(id)?.push({ hour: hour.toISOString(), lines });
  return byIssue;
}

/** What happened to an issue, newest first. */
export async function issueEvents(pool: Pool, id: string): Promise<IssueEvent[]> {
  const found = await pool.query<IssueEvent>(
    `SELECT to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at, actor, kind, text
     FROM issue_event WHERE "issueId" = $1 ORDER BY id DESC LIMIT 500`,
    [id],
  );
  return found.rows;
}
