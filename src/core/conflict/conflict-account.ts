import type { ConflictAccount } from '../ledger/ledger-entry.ts';
import { baseRow } from './changed-since.ts';
import type { DecideInput, Verdict } from './decision.ts';

/** The account of a record's conflicts. If one of them is held, so are the others, and each says so. */
export function accountOf(input: DecideInput, verdicts: Verdict[]): ConflictAccount {
  const held = verdicts.some((verdict) => verdict.winner === 'held');
  const waiting = 'It is written when the rest of the record is decided.';
  return {
    base: baseRow(input.base, input.lane.fields),
    left: input.left,
    right: input.right,
    fields: verdicts.map((verdict) =>
      held && verdict.winner !== 'held' ? { ...verdict, why: `${verdict.why} ${waiting}` } : verdict,
    ),
  };
}
