import type { Side } from '#core/change/change-event.ts';
import type { KeyBound, KeyPart, PartDigest } from '#core/ports/range-digests.ts';
import type { Row } from '#core/values/value.ts';
import type { DigestPlan } from './digest-plan.ts';
import type { VerifyOptions } from './verify-options.ts';

/** The same part of the records on both sides, in each side's names. */
export type PartPair = Record<Side, KeyPart>;
/** A part as it was found: equal, with so many records, or to be read. */
export type ComparedPart = { equal: number } | { differing: PartPair };

type Range = Extract<KeyPart, { kind: 'range' }>;
type RangePair = Record<Side, Range>;

/** Records of a range that is compared at once. */
const RANGE_ROWS = 32_000;
/** Records of the ranges that a differing one is split into; a differing one of these is read. */
const SPLIT_ROWS = 1_000;
/** Records that a bucket has on average, as far as is known; how many buckets there are at least and at most. */
const BUCKET_ROWS = 500;
const FEWEST_BUCKETS = 1_024;
const MOST_BUCKETS = 65_536;
/** Buckets that are read together. */
const BUCKETS_AT_ONCE = 64;

/** Compares both sides by digests, part by part, and says which parts are equal and which must be read. */
export function compareParts(options: VerifyOptions, plan: DigestPlan): AsyncGenerator<ComparedPart> {
  return plan.by === 'range' ? compareRanges(options, plan) : compareBuckets(options, plan);
}

/** Walks the left side's keys; a range whose digests differ is split before anything is read. */
async function* compareRanges(options: VerifyOptions, plan: DigestPlan): AsyncGenerator<ComparedPart> {
  const start: RangePair = { left: whole, right: whole };
  for await (const range of splitRange(options, plan, start, RANGE_ROWS)) {
    const equal = await equalCount(options, plan, range);
    if (equal !== null) {
      yield { equal };
      continue;
    }
    for await (const part of splitRange(options, plan, range, SPLIT_ROWS)) {
      const within = await equalCount(options, plan, part);
      yield within === null ? { differing: part } : { equal: within };
    }
  }
}

/** Cuts a range at every so-many-th key of the left side; the last piece takes what is left of it. */
async function* splitRange(
  { lane, signal }: VerifyOptions,
  plan: DigestPlan,
  range: RangePair,
  every: number,
): AsyncGenerator<RangePair> {
  let rest = range;
  for (;;) {
    signal.throwIfAborted();
    const [cut] = await plan.digests.left.bounds({
      stream: lane.left.stream,
      key: plan.key.left.map(({ name }) => name),
      within: rest.left,
      every,
      limit: 1,
    });
    if (!cut) break;
    const right = inRightNames(plan, cut);
    yield { left: upTo(rest.left, cut), right: upTo(rest.right, right) };
    rest = { left: after(rest.left, cut), right: after(rest.right, right) };
  }
  yield rest;
}

async function equalCount(
  options: VerifyOptions,
  plan: DigestPlan,
  range: RangePair,
): Promise<number | null> {
  options.signal.throwIfAborted();
  const of = (side: Side) =>
    plan.digests[side].range({
      stream: options.lane[side].stream,
      key: plan.key[side].map(({ name }) => name),
      fields: plan.fields[side],
      within: range[side],
    });
  const [left, right] = await Promise.all([of('left'), of('right')]);
  return isEqual(left, right) ? left.count : null;
}

/** One pass over each side; the buckets that differ are read, a few at once. */
async function* compareBuckets(options: VerifyOptions, plan: DigestPlan): AsyncGenerator<ComparedPart> {
  const { lane, sessions } = options;
  const [schema] = await sessions.left.introspect([lane.left.stream]);
  const wanted = Math.ceil((schema?.rowEstimate ?? 0) / BUCKET_ROWS);
  const of = Math.min(MOST_BUCKETS, Math.max(FEWEST_BUCKETS, wanted));
  const digest = (side: Side) =>
    plan.digests[side].buckets({
      stream: lane[side].stream,
      key: plan.key[side],
      fields: plan.fields[side],
      of,
    });
  const [left, right] = await Promise.all([digest('left'), digest('right')]);
  options.signal.throwIfAborted();
  const differing: number[] = [];
  let equal = 0;
  for (const [bucket, mine] of left.entries()) {
    if (isEqual(mine, right[bucket])) equal += mine.count;
    else differing.push(bucket);
  }
  yield { equal };
  for (let first = 0; first < differing.length; first += BUCKETS_AT_ONCE) {
    const buckets = differing.slice(first, first + BUCKETS_AT_ONCE);
    const part = (side: Side): KeyPart => ({ kind: 'buckets', of, buckets, key: plan.key[side] });
    yield { differing: { left: part('left'), right: part('right') } };
  }
}

const whole: Range = { kind: 'range', lower: null, upper: null };

function isEqual(left: PartDigest, right: PartDigest | undefined): boolean {
  return left.count === right?.count && left.digest === right.digest;
}

function upTo(range: Range, key: Row): Range {
  return { ...range, upper: { key, inclusive: true } };
}

function after(range: Range, key: Row): Range {
  const lower: KeyBound = { key, inclusive: false };
  return { ...range, lower };
}

/** The same key on the right: the types are the same, so the values are. */
function inRightNames({ key }: DigestPlan, left: Row): Row {
  return Object.fromEntries(
    key.left.map(({ name }, index) => [key.right[index]?.name ?? name, left[name] ?? null]),
  );
}
