import type { Pool } from 'pg';

/** Minutes are kept for two days, so that any moment of the last one can be looked at; then hours. */
const KEEP_MINUTES = '48 hours';
/** Somewhat more than a year, so that a month can be held against the same one before. */
const KEEP_HOURS = '400 days';

const counted = ['applied', 'unchanged', 'resolved', 'held', 'failed', 'parked', 'skipped'];
const lists = [
  ['errorCodes', 'errorCounts'],
  ['lagBuckets', 'lagCounts'],
  ['disagreementBuckets', 'disagreementCounts'],
] as const;

/** Hours of the rows that go, in UTC whatever the session's zone. */
const hour = `date_trunc('hour', at, 'UTC')`;
const old = `span = 60 AND at < date_trunc('hour', now() - interval '${KEEP_MINUTES}', 'UTC')`;

/** The keys of a list with their counts, added up per hour. */
const added = ([keys, counts]: (typeof lists)[number]) => `
  SELECT "laneId", side, at, array_agg(key ORDER BY key) AS "${keys}", array_agg(n ORDER BY key) AS "${counts}"
  FROM (SELECT "laneId", side, ${hour} AS at, u.key, sum(u.n)::int AS n
    FROM gone, unnest("${keys}", "${counts}") AS u(key, n) GROUP BY 1, 2, 3, 4) AS each GROUP BY 1, 2, 3`;

const names = lists.flat();

// What comes late for an hour that is there already is put behind it: readers add up what names a bucket twice.
const figures = `
WITH gone AS (DELETE FROM lane_figure WHERE ${old} RETURNING *),
sums AS (
  SELECT "laneId", side, ${hour} AS at, min("flowId") AS "flowId", sum(seconds) AS seconds,
    ${counted.map((name) => `sum(${name}) AS ${name}`).join(', ')}
  FROM gone GROUP BY 1, 2, 3
), ${lists.map((pair, index) => `list${index} AS (${added(pair)})`).join(', ')}
INSERT INTO lane_figure ("laneId", side, at, span, epoch, "flowId", seconds, ${counted.join(', ')},
  ${names.map((name) => `"${name}"`).join(', ')})
SELECT s."laneId", s.side, s.at, 3600, 0, s."flowId", least(s.seconds, 3600),
  ${counted.map((name) => `s.${name}`).join(', ')}, ${names.map((name) => `coalesce("${name}", '{}')`).join(', ')}
FROM sums s ${lists.map((_, index) => `LEFT JOIN list${index} USING ("laneId", side, at)`).join(' ')}
ON CONFLICT ("laneId", side, at, span, epoch) DO UPDATE SET
  seconds = least(lane_figure.seconds + excluded.seconds, 3600),
  ${counted.map((name) => `${name} = lane_figure.${name} + excluded.${name}`).join(', ')},
  ${names.map((name) => `"${name}" = lane_figure."${name}" || excluded."${name}"`).join(', ')}`;

/** Minutes of a table of measured sizes become hours, of which the largest counts. */
const largest = (table: string, keys: string[], columns: string[]) => {
  const key = keys.map((name) => `"${name}"`).join(', ');
  const value = columns.map((name) => `"${name}"`).join(', ');
  const flow = keys.includes('flowId') ? '' : '"flowId", ';
  return `
WITH gone AS (DELETE FROM ${table} WHERE ${old} RETURNING *)
INSERT INTO ${table} (${key}, at, span, ${flow}${value})
SELECT ${key}, ${hour}, 3600, ${flow && 'min("flowId"), '}${columns.map((name) => `max("${name}")`).join(', ')}
FROM gone GROUP BY ${key}, ${hour}
ON CONFLICT (${key}, at, span) DO UPDATE SET
  ${columns.map((name) => `"${name}" = greatest(${table}."${name}", excluded."${name}")`).join(', ')}`;
};

const statements = [
  figures,
  largest('lane_depth', ['laneId'], ['queuedLeft', 'queuedRight', 'reconcile', 'held', 'parked']),
  largest('source_log', ['flowId', 'connection'], ['bytes']),
  ...['lane_figure', 'lane_depth', 'source_log'].map(
    (table) => `DELETE FROM ${table} WHERE span = 3600 AND at < now() - interval '${KEEP_HOURS}'`,
  ),
];

/** Makes hours of minutes that nobody looks at one by one any more, and forgets hours that are older than a year. */
export async function rollUpFigures(pool: Pool): Promise<void> {
  for (const statement of statements) await pool.query(statement);
}
