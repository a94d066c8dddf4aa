import type { Pool } from 'pg';
import type { LedgerQuery } from '#core/ledger/ledger-query.ts';
import { microsToIso } from '#lib/micros.ts';
import { type LedgerPlace, newestBuckets, newestMinute } from './ledger-buckets.ts';
import {
  countedConditions,
  isAcrossLanes,
  isFound,
  isHidden,
  isNotable,
  Parameters,
} from './ledger-where.ts';

const DAY = 86_400_000_000;
/** Lane stretches that one statement reads at most. */
const STRETCHES = 256;
/** Where stretches lie far apart, each is a day to plan for: a step has one for so many lines of its size. */
const LINES_A_STRETCH = 16;
/** Lines that one statement looks at, about. */
const LINES = 65_536;
/** So many lines are read in about the time in which one lane is looked up in one day's index. */
const LOOK_UP = 2;
/** The same for planning with one day's partition. */
const PLANNING = 32;

/** A stretch of time of one lane, or of all of them together; microseconds since 1970, the end exclusive. */
export type Range = { lane: string | null; from: number; to: number };

/** Where a walk stands, and what it looks for. */
export type WalkState = { workspaceId: string; filter: LedgerQuery; lanes: string[]; place: LedgerPlace };

/**
 * The stretches that a walk reads next, newest first, and the place below them; null where nothing can be there.
 *
 * @param step.needed hits that are wanted; null for all of the step.
 * @param step.cap lines of a lane that are looked at.
 */
export async function walkRanges(
  pool: Pool,
  state: WalkState,
  step: { needed: number | null; cap: number },
): Promise<{ ranges: Range[]; below: LedgerPlace | null }> {
  const { filter } = state;
  const counted = countedConditions(filter, 'code', new Parameters()).length > 0;
  const ofAll = filter.flowId === undefined && filter.laneId === undefined;
  // Lines that an index finds are few; those of some lanes alone may lie far back among the others'.
  if (isFound(filter) || !(counted || isHidden(filter) || ofAll)) return daysOf(pool, state, step.cap);
  return minutesOf(pool, state, step);
}

/**
 * Whole days: as many as have lines and are looked up in the time for so many lines. The day that the newest of them
 * is in may be far below the place.
 */
async function daysOf(
  pool: Pool,
  { workspaceId, filter, lanes, place }: WalkState,
  cap: number,
): Promise<{ ranges: Range[]; below: LedgerPlace | null }> {
  const newest = await newestMinute(pool, workspaceId, filter, place);
  if (newest === null) return { ranges: [], below: null };
  // In an index that goes across lanes, a lane that has none of the lines would be looked for among all of them.
  const of = isAcrossLanes(filter) ? [null] : lanes;
  const days = Math.max(1, Math.floor(cap / Math.max(LOOK_UP * of.length, PLANNING)));
  const day = Math.floor(newest / DAY) * DAY;
  const from = day - (days - 1) * DAY;
  const ranges = of.map((lane) => ({ lane, from, to: day + DAY }));
  return { ranges, below: { at: microsToIso(from), seq: '0' } };
}

/** The minutes that hold lines that match, as far as the counts tell. */
async function minutesOf(
  pool: Pool,
  { workspaceId, filter, lanes, place }: WalkState,
  { needed, cap }: { needed: number | null; cap: number },
): Promise<{ ranges: Range[]; below: LedgerPlace | null }> {
  // Where an index holds nothing but what matches, what is looked at is as much as was counted.
  const stretches = Math.min(STRETCHES, Math.ceil(cap / LINES_A_STRETCH));
  const most = isNotable(filter) ? stretches : Math.max(1, Math.min(stretches, Math.floor(LINES / cap)));
  const enough = isHidden(filter) || needed === null ? cap : needed;
  const { buckets, unread } = await newestBuckets(
    pool,
    workspaceId,
    filter,
    lanes,
    place,
    Math.min(most, enough),
  );
  const ranges: Range[] = [];
  const open = new Map<string, Range>();
  let lines = 0;
  let used = 0;
  for (const bucket of buckets) {
    if (lines >= enough || ranges.length >= most) break;
    for (const lane of bucket.lanes) {
      const newer = open.get(lane);
      if (newer?.from === bucket.to) newer.from = bucket.from;
      else {
        const range = { lane, from: bucket.from, to: bucket.to };
        ranges.push(range);
        open.set(lane, range);
      }
    }
    lines += bucket.lines;
    used += 1;
  }
  const reached = used === buckets.length ? unread : buckets[used - 1]!.from;
  return { ranges, below: reached === null ? null : { at: microsToIso(reached), seq: '0' } };
}
