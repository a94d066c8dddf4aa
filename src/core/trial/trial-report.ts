import { z } from 'zod';
import { ErrorCode } from '../errors/codes.ts';
import { LedgerOp, LedgerStatus } from '../ledger/ledger-entry.ts';
import { ShownValue } from '../masking/shown-value.ts';

/**
 * How what a version makes of a change compares with what became of the change:
 *
 * - `same`: the outcome and every value that could be tried.
 * - `values`: it would be written, with other values or other fields.
 * - `outcome`: it would have another outcome, e.g. fail where it was applied.
 * - `untried`: the ledger does not hold what it takes, or only the other system could tell.
 */
export const TrialVerdict = z.enum(['same', 'values', 'outcome', 'untried']);
export type TrialVerdict = z.infer<typeof TrialVerdict>;

/** What became of a change, or would become of it. */
export const TrialOutcome = z.object({
  status: LedgerStatus,
  code: ErrorCode.nullable(),
  detail: z.string(),
});
export type TrialOutcome = z.infer<typeof TrialOutcome>;

/** A value on the written side: as it was, and as it would be; absent where it was, or would be, none of the lane's. */
export const TrialField = z.object({
  name: z.string(),
  was: ShownValue.optional(),
  would: ShownValue.optional(),
});
export type TrialField = z.infer<typeof TrialField>;

/** One change put through the tried version. */
export type TriedChange = {
  verdict: TrialVerdict;
  was: TrialOutcome;
  /** Null where it could not be tried; `why` says what was missing. */
  would: TrialOutcome | null;
  why: string | null;
  /** What differs, in the written side's names. */
  fields: TrialField[];
  /** Fields of the written side that the ledger holds no value for. */
  unknown: string[];
};

/** A change that would go another way, for people to look at. */
export const TrialSample = z.object({
  laneId: z.string(),
  recordKey: z.string(),
  /** The side that it came from. */
  side: z.enum(['left', 'right']),
  op: LedgerOp,
  /** Microseconds since 1970. */
  commitTime: z.number(),
  verdict: TrialVerdict,
  was: TrialOutcome,
  would: TrialOutcome.nullable(),
  fields: z.array(TrialField),
});
export type TrialSample = z.infer<typeof TrialSample>;

const shiftEnd = TrialOutcome.omit({ detail: true });

/** A way from one outcome to another, and how many changes would go it. */
export const OutcomeShift = z.object({ from: shiftEnd, to: shiftEnd, count: z.int() });
export type OutcomeShift = z.infer<typeof OutcomeShift>;

/** What a trial came to on one lane. */
export const LaneTrial = z.object({
  laneId: z.string(),
  /** E.g. `public.contacts ⇄ public.people`. */
  title: z.string(),
  same: z.int(),
  values: z.int(),
  outcome: z.int(),
  untried: z.int(),
  shifts: z.array(OutcomeShift),
  /** How many changes would write another value, or could not be tried there, by the written side and field. */
  fields: z.array(
    z.object({ side: z.enum(['left', 'right']), name: z.string(), differ: z.int(), unknown: z.int() }),
  ),
  /** Why changes could not be tried, and how many. */
  reasons: z.array(z.object({ why: z.string(), count: z.int() })),
});
export type LaneTrial = z.infer<typeof LaneTrial>;

/** A version tried on changes of the ledger. Nothing was written anywhere. */
export const TrialReport = z.object({
  /** Microseconds since 1970: changes committed from then on, and before. */
  from: z.number(),
  to: z.number(),
  /** From when on the ledger has every change of the flow, where that is later than `from`; null where it has all. */
  since: z.number().nullable().default(null),
  tried: z.int(),
  lanes: z.array(LaneTrial),
  samples: z.array(TrialSample),
  /** Lanes that had changes and are not in the tried version, or join other streams there. */
  missing: z.array(z.object({ laneId: z.string(), changes: z.int() })),
});
export type TrialReport = z.infer<typeof TrialReport>;
