import type { Side } from '../change/change-event.ts';
import type { Lane, LaneField } from '../flow/lane.ts';
import type { ConflictAccount, FieldVerdict } from '../ledger/ledger-entry.ts';
import type { HeldDecision } from '../ledger/pending-record.ts';
import type { Row, Value } from '../values/value.ts';
import type { AgreedPairs } from './agreed-since.ts';
import type { Base } from './base.ts';
import type { CodeAnswers } from './code-answers.ts';
import type { Merge } from './compile-merge.ts';
import type { Concessions } from './concession.ts';
import type { WholeRows } from './decide-whole.ts';
import type { Touches } from './touch.ts';

/** What deciding needs to know of a field pair. */
export type DecideField = Pick<LaneField, 'left' | 'right' | 'direction' | 'rule' | 'key'> & {
  /** Cast of the other side's value to the named side. Throws `CAST_FAILED`. */
  to: Record<Side, (value: Value) => Value>;
  /** Equality in the coarser of the two domains (E13). */
  same: (left: Value, right: Value) => boolean;
  /** One text for each of a side's values, whatever its spelling. */
  normal: Record<Side, (value: Value) => Value>;
  /** Digest of a side's value, as it is stored (E5). */
  digest: Record<Side, (value: Value) => string>;
  /** How two values become one; null where they cannot. */
  merge: Merge | null;
};

export type DecideLane = Pick<Lane, 'direction' | 'rule' | 'deletes' | 'first'> & {
  fields: readonly DecideField[];
  /** What the code of its rules has answered; where it is absent, a person decides. */
  answers?: CodeAnswers;
  /** The flow's version that the rules are of. */
  version?: number;
};

/** A side's clock against ours: its time minus ours, and how sure that is (microseconds). */
export type ClockReading = { offset: number; uncertainty: number };

/** A record as both sides hold it now, and what is known of how it came to that. */
export type DecideInput = {
  lane: DecideLane;
  base: Base;
  /** Fields on which both sides have agreed since the base, see `agreedSince`. */
  agreed?: AgreedPairs;
  /** The lane meets the record for the first time: there is no base, and the first meeting's rules apply. */
  first: boolean;
  /** Left names of the fields over which it is met, where both sides had the record already; all of them where absent. */
  only?: readonly string[] | null;
  /** Current mapped fields, in the side's own names; null where the record is absent. */
  left: Row | null;
  right: Row | null;
  touched: Touches;
  clock: Record<Side, ClockReading>;
  /** What a person decided about the record, if it was held. */
  decision: HeldDecision | null;
  /** Unique values that the record gives up to another one. */
  concessions?: Concessions;
  /** Set when a constraint refused a row with fields of both sides: one of the two rows stands as a whole. */
  whole?: WholeRows | null;
};

/** What to write to one side, in its own field names. An insert's `set` is complete, an update's only what changes. */
export type SideWrite = { op: 'insert' | 'update' | 'delete'; set: Row };

export type Decision =
  /** Nothing to write: both sides hold the same, or what differs is none of the lane's business. */
  | { kind: 'agreed' }
  /** `account` tells of the conflicts that were decided on the way, null where there was none. */
  | { kind: 'write'; left: SideWrite | null; right: SideWrite | null; account: ConflictAccount | null }
  /**
   * A person must decide. Nothing of the record is written until then; `back` takes back what was written of it before
   * a constraint refused the rest.
   */
  | { kind: 'hold'; account: ConflictAccount; back?: Record<Side, SideWrite | null> };

export type Verdict = FieldVerdict;
