import type { Side } from '../change/change-event.ts';
import { SyncError } from '../errors/sync-error.ts';
import type { ConflictAccount } from '../ledger/ledger-entry.ts';
import { baseRow, baseValues } from './changed-since.ts';
import type { DecideInput, Verdict } from './decision.ts';

/** The account of a record's conflicts. If one of them is held, so are the others, and each says so. */
export function accountOf(input: DecideInput, verdicts: Verdict[]): ConflictAccount {
  const held = verdicts.some((verdict) => verdict.winner === 'held');
  const waiting = 'It is written when the rest of the record is decided.';
  const { version } = input.lane;
  return {
    base: baseRow(input.base, input.lane.fields),
    left: input.left,
    right: input.right,
    fields: verdicts.map((verdict) => {
      const { stands, ...whole } = { ...verdict, ...evidence(input, verdict) };
      if (!held) return stands ? { ...whole, stands } : whole;
      return verdict.winner === 'held' ? whole : { ...whole, why: `${verdict.why} ${waiting}` };
    }),
    ...(version === undefined ? {} : { version }),
    clock: { left: { ...input.clock.left }, right: { ...input.clock.right } },
  };
}

/** What the rules knew of the field: enough to decide it again by another rule. */
function evidence(input: DecideInput, { left }: Verdict): Pick<Verdict, 'times' | 'base'> {
  const time = (side: Side) => {
    const touched = input.touched[side];
    const all = Object.values(touched);
    if (left === '*') return all.length === 0 ? null : Math.max(...all);
    return touched[left] ?? touched['*'] ?? null;
  };
  const times = { left: time('left'), right: time('right') };
  return { times, base: agreedBefore(input, left) };
}

function agreedBefore(input: DecideInput, left: string): Verdict['base'] {
  const field = input.lane.fields.find((each) => each.left === left);
  if (!field || input.first) return null;
  try {
    const pair = baseValues(input.base, input.agreed ?? {}, field);
    return pair && { left: pair.left, right: pair.right };
  } catch (error) {
    // A value that the other side cannot hold was agreed on by neither.
    if (!(error instanceof SyncError)) throw error;
    return null;
  }
}
