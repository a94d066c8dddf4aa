import type { LedgerCause } from '../ledger/ledger-entry.ts';
import type { ShownValue } from '../masking/shown-value.ts';
import type { Decided, TraceStep, ValuePlace } from './trace-value.ts';

type ShownPlace = ValuePlace & {
  /** Undefined where it is not known. */
  value: ShownValue | undefined;
};

/** A step of a trace as somebody gets to see it, with a sentence that says what it is. */
export type ShownTraceStep = {
  kind: TraceStep['kind'];
  sentence: string;
  /** Microseconds since 1970; null for what has no moment. */
  at: number | null;
  place: ShownPlace;
  /** What stood there before; undefined where that is not known, or nothing was replaced. */
  before: ShownValue | undefined;
  /** Where it was taken from. */
  from: ShownPlace | null;
  /** What was done to it on the way; null where nothing tells. */
  conversion: { does: string; gives: ShownValue }[] | null;
  decided: {
    rule: string;
    /** The flow's version whose rule it is. */
    version: number;
    winner: Decided['winner'];
    why: string;
    by: string | null;
    loser: ShownPlace | null;
  } | null;
  /** The line of the ledger that tells it. */
  line: {
    seq: string;
    cause: LedgerCause;
    version: number;
    position: string;
    side: 'left' | 'right';
    /** Microseconds since 1970, on that side's clock. */
    commitTime: number;
    /** Who made the version, and what for; null where it is gone. */
    made: { by: string; message: string } | null;
  } | null;
  /** The operation that wrote it. */
  operation: { id: string; kind: string; by: string } | null;
};
