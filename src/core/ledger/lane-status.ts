import { z } from 'zod';
import { ErrorCode } from '../errors/codes.ts';
import { BreakerSummary } from './breaker-trip.ts';
import { LogWarning } from './log-warning.ts';

const counts = z.object({
  applied: z.int(),
  unchanged: z.int(),
  resolved: z.int(),
  held: z.int(),
  failed: z.int(),
  parked: z.int(),
  skipped: z.int(),
});

const clock = z.object({ offset: z.number(), uncertainty: z.number() });

/** One direction of a lane, as of now. */
export const DirectionStatus = z.object({
  /** Since the flow was first deployed. */
  counts,
  /** Changes settled per second over the last ten seconds. */
  rate: z.number(),
  /** Milliseconds from the source's commit to ours, over the last minute; null when nothing passed. */
  lagP50: z.number().nullable(),
  lagP99: z.number().nullable(),
  lastChangeAt: z.number().nullable(),
});
export type DirectionStatus = z.infer<typeof DirectionStatus>;

/** First sync of one side of a lane. */
export const FirstSyncProgress = z.object({
  stream: z.string(),
  done: z.int(),
  estimate: z.int().nullable(),
  /** Rows per second. */
  rate: z.number(),
  secondsLeft: z.number().nullable(),
  finished: z.boolean(),
});
export type FirstSyncProgress = z.infer<typeof FirstSyncProgress>;

/** A lane as of now; the runner writes it once a second while it changes. */
export const LaneStatus = z.object({
  laneId: z.string(),
  mappingNodeId: z.string(),
  conflictNodeId: z.string().nullable(),
  leftNodeId: z.string(),
  rightNodeId: z.string(),
  edgeIds: z.array(z.string()),
  phase: z.enum(['starting', 'first-sync', 'live', 'tripped', 'paused', 'failing']),
  forward: DirectionStatus,
  backward: DirectionStatus,
  firstSync: z
    .object({
      left: FirstSyncProgress,
      right: FirstSyncProgress,
      /** Left names of the fields over which the sides meet anew; null where they meet over whole records. */
      over: z.array(z.string()).nullable().default(null),
    })
    .nullable(),
  /** The last comparison of both sides that a lost log made necessary; its progress stands in `firstSync`. */
  repair: z.object({ startedAt: z.number(), finished: z.boolean() }).nullable().default(null),
  pending: z.object({ reconcile: z.int(), held: z.int(), parked: z.int() }),
  /** Changes that were read of each side and wait to be carried, with those of other lanes on the same way. */
  queued: z.object({ left: z.int(), right: z.int() }).default({ left: 0, right: 0 }),
  /** Ways that the breaker stopped (E12). */
  breaker: z.array(BreakerSummary).default([]),
  /** Each side's clock minus ours, and how sure that is, microseconds (E14); null before it was measured. */
  clocks: z.object({ left: clock, right: clock }).nullable().default(null),
});
export type LaneStatus = z.infer<typeof LaneStatus>;

/** A deployed flow as of now. */
export const FlowStatus = z.object({
  phase: z.enum(['starting', 'first-sync', 'live', 'tripped', 'paused', 'failing', 'stopped']),
  /** Number of the version that it tells of; null before one has been taken up. */
  version: z.int().nullable(),
  lanes: z.array(LaneStatus),
  /** Why it is not running, with what happens next. */
  error: z.object({ code: ErrorCode, message: z.string(), retryAt: z.number().nullable() }).nullable(),
  /** Log held back on each source, bytes, by connection name. */
  retained: z.record(z.string(), z.number()),
  /** Sources that hold back more than is good. */
  logWarnings: z.array(LogWarning).default([]),
  /** Both sides are compared all the time, at a low rate. */
  continuousVerify: z.boolean().default(false),
  /** What the last such walk over all records found; null before the first since the runner began. */
  verified: z
    .object({
      at: z.number(),
      ...{ records: z.int(), agree: z.int(), inFlight: z.int(), differ: z.int(), waiting: z.int() },
    })
    .nullable()
    .default(null),
  at: z.number(),
});
export type FlowStatus = z.infer<typeof FlowStatus>;
