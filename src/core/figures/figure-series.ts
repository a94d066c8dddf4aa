import type { ErrorCode } from '../errors/codes.ts';
import type { Outcomes } from './lane-tally.ts';

/** What was, within one step of a time range. Null is a gap: nothing ran, or nothing was measured. */
export type SeriesStep = {
  /** The step's beginning, milliseconds since 1970. */
  at: number;
  /** Milliseconds; null also where nothing passed. */
  lag: { p50: number; p95: number; p99: number } | null;
  outcomes: Outcomes | null;
  errors: Partial<Record<ErrorCode, number>>;
  /** The most that waited at once. */
  depth: { changes: number; reconcile: number; held: number; parked: number } | null;
  /** Bytes by connection. */
  logs: Record<string, number>;
};

/** The figures of a flow, or a part of it, over a time range, step by step. */
export type FigureSeries = {
  from: number;
  to: number;
  stepSeconds: number;
  /** Every step of the range, those in which nothing ran among them. */
  steps: SeriesStep[];
};
