import type { Pool } from 'pg';
import type { LedgerQuery } from '#core/ledger/ledger-query.ts';
import { microsToIso } from '#lib/micros.ts';
import { type LedgerPlace, newestBuckets } from './ledger-buckets.ts';
import {
  countedConditions,
  foundConditions,
  isFound,
  isNotable,
  NOTABLE,
  Parameters,
  valueConditions,
} from './ledger-where.ts';

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

/** Lane stretches that one statement reads at most. */
const STRETCHES = 256;
/** Lines that one statement looks at, about. */
const LINES = 65_536;

type Range = { from: string; to: string };

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
    const { ranges, isEnd } = await this.#ranges(needed, cap, this.#lanes.length);
    if (ranges.length === 0) return nothing;
    const found = await this.#read(ranges, needed, cap);
    const below = isEnd ? null : { at: ranges.at(-1)!.from, seq: '0' };
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

  /** The stretches of time to be read next, newest first. */
  async #ranges(
    needed: number | null,
    cap: number,
    lanes: number,
  ): Promise<{ ranges: Range[]; isEnd: boolean }> {
    const filter = this.#filter;
    const plain = new Parameters();
    const counted = countedConditions(filter, 'code', plain).length > 0;
    const hidden = filter.text !== undefined || filter.field !== undefined;
    // Lines that an index finds are few; without conditions nothing is passed over.
    if (isFound(filter) || !(counted || hidden)) {
      return { ranges: [{ from: '-infinity', to: 'infinity' }], isEnd: true };
    }
    // Where an index holds nothing but what matches, what is looked at is as much as was counted.
    const bound = isNotable(filter) ? STRETCHES : LINES / cap;
    const most = Math.max(1, Math.floor(Math.min(STRETCHES, bound) / lanes));
    const limit = hidden ? STRETCHES : most;
    const buckets = await newestBuckets(this.#pool, this.#workspaceId, filter, this.#place, limit);
    const enough = hidden || needed === null ? cap : needed;
    let lines = 0;
    let used = 0;
    const ranges: Range[] = [];
    let newer: number | null = null;
    for (const bucket of buckets) {
      const last = ranges.at(-1);
      if (lines >= enough || (newer !== bucket.to && ranges.length >= most)) break;
      if (last && newer === bucket.to) last.from = microsToIso(bucket.from);
      else ranges.push({ from: microsToIso(bucket.from), to: microsToIso(bucket.to) });
      newer = bucket.from;
      lines += bucket.lines;
      used += 1;
    }
    return { ranges, isEnd: used === buckets.length && buckets.length < limit };
  }

  async #read(
    ranges: Range[],
    needed: number | null,
    cap: number,
  ): Promise<Omit<Stretch, 'reached'> & { unread: LedgerPlace | null }> {
    const filter = this.#filter;
    const p = new Parameters(
      ranges.map(({ from }) => from),
      ranges.map(({ to }) => to),
      this.#lanes,
      this.#place.at,
      this.#place.seq,
      cap,
      needed,
    );
    const access = [
      ...(filter.from ? [`committed_at >= ${p.add(filter.from)}::timestamptz`] : []),
      ...(filter.to ? [`committed_at < ${p.add(filter.to)}::timestamptz`] : []),
    ];
    access.push(...foundConditions(filter, p));
    const conditions = countedConditions(filter, 'code', p);
    const values = valueConditions(filter, p);
    // What an index serves stands in the search; the rest is looked at line by line, and bounded.
    const hits: string[] = [];
    if (!isFound(filter) && isNotable(filter)) {
      access.push(NOTABLE, ...conditions);
      hits.push(...values);
    } else hits.push(...conditions, ...values);
    const found = await this.#pool.query<Found>(readSql(access, hits), p.values);
    const { unread, examined, count, lanes, ats, seqs } = found.rows[0]!;
    return {
      unread,
      examined,
      count,
      hits: needed === null ? [] : lanes.map((lane, i) => ({ lane, at: ats[i]!, seq: seqs[i]! })),
    };
  }
}

type Found = {
  unread: LedgerPlace | null;
  examined: number;
  count: number;
  lanes: string[];
  ats: string[];
  seqs: string[];
};

const exact = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** Where a lane was not read to the end of its stretch, hits below that line may be missing: they are left for later. */
const readSql = (access: string[], hits: string[]) => `
WITH seen AS MATERIALIZED (
  SELECT l.lane, e.committed_at, e.seq, e.hit, e.place
  FROM unnest($1::timestamptz[], $2::timestamptz[]) AS r(since, until)
  CROSS JOIN unnest($3::text[]) AS l(lane)
  CROSS JOIN LATERAL (
    SELECT committed_at, seq, hit, row_number() OVER () AS place FROM (
      SELECT committed_at, seq, ${hits.length > 0 ? `(${hits.join(' AND ')}) IS TRUE` : 'true'} AS hit FROM ledger_entry
      WHERE lane_id = l.lane AND committed_at >= r.since AND committed_at < r.until
        AND (committed_at, seq) < ($4::timestamptz, $5::bigint)${access.map((each) => ` AND ${each}`).join('')}
      ORDER BY committed_at DESC, seq DESC LIMIT $6::int
    ) lines
  ) e
), unread AS (
  SELECT committed_at, seq FROM seen WHERE place = $6::int ORDER BY 1 DESC, 2 DESC LIMIT 1
), hits AS (
  SELECT lane, committed_at, seq FROM seen
  WHERE hit AND ((SELECT seq FROM unread) IS NULL OR (committed_at, seq) >= (SELECT committed_at, seq FROM unread))
), wanted AS (
  SELECT * FROM hits ORDER BY committed_at DESC, seq DESC LIMIT $7::int
)
SELECT (SELECT json_build_object('at', ${exact('committed_at')}, 'seq', seq::text) FROM unread) AS unread,
  (SELECT count(*) FROM seen)::int AS examined, (SELECT count(*) FROM hits)::int AS count,
  coalesce(array_agg(lane ORDER BY committed_at DESC, seq DESC), '{}') AS lanes,
  coalesce(array_agg(${exact('committed_at')} ORDER BY committed_at DESC, seq DESC), '{}') AS ats,
  coalesce(array_agg(seq::text ORDER BY committed_at DESC, seq DESC), '{}') AS seqs
FROM wanted`;
