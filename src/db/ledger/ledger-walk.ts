import type { Pool } from 'pg';
import type { LedgerQuery } from '#core/ledger/ledger-query.ts';
import { microsToIso } from '#lib/micros.ts';
import { inTransaction } from './in-transaction.ts';
import type { LedgerPlace } from './ledger-buckets.ts';
import {
  countedConditions,
  foundConditions,
  isAcrossLanes,
  isFound,
  isNotable,
  NOTABLE,
  Parameters,
  valueConditions,
} from './ledger-where.ts';
import { type Range, walkRanges } from './walk-ranges.ts';

/** Names one line. */
export type LinePlace = LedgerPlace & { lane: string };

/** What one step of a walk found. */
export type Stretch = {
  /** Newest first; at most as many as were needed. */
  hits: LinePlace[];
  /** How many hits there were in all. */
  count: number;
  /** Lines that were looked at. */
  examined: number;
  /** Where the walk stands now; null at the end of what can match. */
  reached: LedgerPlace | null;
};

export const NEWEST: LedgerPlace = { at: 'infinity', seq: '9223372036854775807' };

/**
 * Reads the ledger backwards, in steps that are bounded whatever the filter: the counts per minute tell which
 * minutes can hold lines that match, and each lane is read there by an index in the order of the pages.
 */
export class LedgerWalk {
  readonly #pool: Pool;
  readonly #workspaceId: string;
  readonly #filter: LedgerQuery;
  #place: LedgerPlace;
  #lanes: string[] | null = null;

  constructor(pool: Pool, workspaceId: string, filter: LedgerQuery, from: LedgerPlace) {
    this.#pool = pool;
    this.#workspaceId = workspaceId;
    this.#filter = filter;
    this.#place = from;
  }

  /**
   * Goes on from where the last step stood.
   * @param needed hits that are wanted; null for all of the step.
   * @param cap lines of a lane that are looked at before the step ends.
   */
  async step(needed: number | null, cap: number): Promise<Stretch> {
    this.#lanes ??= await this.#findLanes();
    const nothing = { hits: [], count: 0, examined: 0, reached: null };
    if (this.#lanes.length === 0) return nothing;
    const { ranges, below } = await walkRanges(
      this.#pool,
      { workspaceId: this.#workspaceId, filter: this.#filter, lanes: this.#lanes, place: this.#place },
      { needed, cap },
    );
    if (ranges.length === 0) {
      // Minutes whose lines are all gone again, or counts of which none match.
      if (below) this.#place = below;
      return { ...nothing, reached: below };
    }
    const found = await this.#read(ranges, needed, cap);
    const stretch = { ...found, reached: found.unread ?? below };
    if (stretch.reached) this.#place = stretch.reached;
    return stretch;
  }

  async #findLanes(): Promise<string[]> {
    const { flowId, laneId } = this.#filter;
    const where = `workspace_id = $1 AND ($2::text IS NULL OR flow_id = $2) AND ($3::text IS NULL OR lane_id = $3)`;
    const found = await this.#pool.query<{ lane: string }>(
      `SELECT lane_id AS lane FROM ledger_lane WHERE ${where}
       UNION SELECT lane_id FROM ledger_count_delta WHERE ${where}`,
      [this.#workspaceId, flowId ?? null, laneId ?? null],
    );
    return found.rows.map(({ lane }) => lane);
  }

  async #read(
    ranges: Range[],
    needed: number | null,
    cap: number,
  ): Promise<Omit<Stretch, 'reached'> & { unread: LedgerPlace | null }> {
    const filter = this.#filter;
    const p = new Parameters(
      ranges.map(({ lane }) => lane),
      ranges.map(({ from }) => microsToIso(from)),
      ranges.map(({ to }) => microsToIso(to)),
      this.#place.at,
      this.#place.seq,
    );
    // As bounds of the statement the store leaves out other days' partitions before it plans for them.
    const from = p.add(microsToIso(Math.min(...ranges.map((range) => range.from))));
    const to = p.add(microsToIso(Math.max(...ranges.map((range) => range.to))));
    const span = `committed_at >= ${from}::timestamptz AND committed_at < ${to}::timestamptz`;
    const access = [
      ...(filter.from ? [`committed_at >= ${p.add(filter.from)}::timestamptz`] : []),
      ...(filter.to ? [`committed_at < ${p.add(filter.to)}::timestamptz`] : []),
    ];
    access.push(...foundConditions(filter, p));
    const conditions = countedConditions(filter, 'code', p);
    const values = valueConditions(filter, p);
    const across = isAcrossLanes(filter);
    if (across) conditions.push(`lane_id = ANY(${p.add(this.#lanes)})`);
    // What an index serves stands in the search; the rest is looked at line by line, and bounded.
    const hits: string[] = [];
    if (!isFound(filter) && isNotable(filter)) {
      access.push(NOTABLE, ...conditions);
      hits.push(...values);
    } else hits.push(...conditions, ...values);
    // Where every line is a hit, no more are looked at than are wanted.
    const most = hits.length === 0 && needed !== null ? Math.min(cap, needed) : cap;
    const limits = { lines: `${p.add(most)}::int`, hits: `${p.add(needed)}::int` };
    const found = await inTransaction(this.#pool, async (client) => {
      if (filter.recordKey === undefined) await client.query(inOrder);
      return client.query<Found>(readSql({ across, access, hits }, span, limits), p.values);
    });
    const { unread, examined, count, lanes, ats, seqs } = found.rows[0]!;
    return {
      unread,
      examined,
      count,
      hits: needed === null ? [] : lanes.map((lane, i) => ({ lane, at: ats[i]!, seq: seqs[i]! })),
    };
  }
}

// By statistics that are older than the newest lines, a minute is taken for one of few lines: then all of it would be
// fetched, looked at and sorted. A record's lines alone have no index in the order of the pages, and are few.
const inOrder = ['bitmapscan', 'seqscan', 'sort', 'incremental_sort']
  .map((way) => `SET LOCAL enable_${way} = off`)
  .join('; ');

type Found = {
  unread: LedgerPlace | null;
  examined: number;
  count: number;
  lanes: string[];
  ats: string[];
  seqs: string[];
};

const exact = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** What a stretch is read by: served by an index, and looked at line by line. */
type Reading = { across: boolean; access: string[]; hits: string[] };

/**
 * Lines of a stretch, newest first. Those of the very moment at which the walk stands are found by their own
 * condition: compared as pairs, all that are newer would be passed over one by one.
 */
const stretchSql = (time: string, { across, access, hits }: Reading, limit: string) => `
  SELECT lane, committed_at, seq, hit, row_number() OVER () AS place FROM (
    SELECT lane_id AS lane, committed_at, seq, ${hits.length > 0 ? `(${hits.join(' AND ')}) IS TRUE` : 'true'} AS hit
    FROM ledger_entry WHERE ${[...(across ? [] : ['lane_id = r.lane']), time, ...access].join(' AND ')}
    ORDER BY committed_at DESC, seq DESC LIMIT ${limit}
  ) lines`;

/** Where a lane was not read to the end of its stretch, hits below that line may be missing: they are left for later. */
const readSql = (reading: Reading, span: string, limits: { lines: string; hits: string }) => `
WITH ranges AS (
  SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) AS r(lane, since, until)
), seen AS MATERIALIZED (
  SELECT e.* FROM ranges r CROSS JOIN LATERAL (${stretchSql(
    `${span} AND committed_at >= r.since AND committed_at < least(r.until, $4::timestamptz)`,
    reading,
    limits.lines,
  )}) e
  UNION ALL
  SELECT e.* FROM (SELECT DISTINCT lane FROM ranges) r CROSS JOIN LATERAL (${stretchSql(
    'committed_at = $4::timestamptz AND seq < $5::bigint',
    reading,
    limits.lines,
  )}) e
), unread AS (
  SELECT committed_at, seq FROM seen WHERE place = ${limits.lines} ORDER BY 1 DESC, 2 DESC LIMIT 1
), hits AS (
  SELECT lane, committed_at, seq FROM seen
  WHERE hit AND ((SELECT seq FROM unread) IS NULL OR (committed_at, seq) >= (SELECT committed_at, seq FROM unread))
), wanted AS (
  SELECT * FROM hits ORDER BY committed_at DESC, seq DESC LIMIT ${limits.hits}
)
SELECT (SELECT json_build_object('at', ${exact('committed_at')}, 'seq', seq::text) FROM unread) AS unread,
  (SELECT count(*) FROM seen)::int AS examined, (SELECT count(*) FROM hits)::int AS count,
  coalesce(array_agg(lane ORDER BY committed_at DESC, seq DESC), '{}') AS lanes,
  coalesce(array_agg(${exact('committed_at')} ORDER BY committed_at DESC, seq DESC), '{}') AS ats,
  coalesce(array_agg(seq::text ORDER BY committed_at DESC, seq DESC), '{}') AS seqs
FROM wanted`;
