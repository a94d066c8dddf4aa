import { reopenedCauses } from '#core/flow/reopened-causes.ts';
import type { PairRow } from './mapping-rows.ts';

/** Did the pair come of a suggestion, so that it can be turned down? */
export function isSuggested({ pair }: PairRow): boolean {
  return pair.decision?.kind === 'automatic' || pair.decision?.kind === 'accepted';
}

/** Does the pair wait for a person to stand by it? */
export function awaitsPerson(row: PairRow): boolean {
  return row.pair.decision?.kind === 'automatic' || causesOf(row).length > 0;
}

/** What its decision rested on and is not so any more, a sentence each. */
export function causesOf({ pair, left, right }: PairRow): string[] {
  return reopenedCauses(pair, { left: left?.nativeType, right: right?.nativeType });
}
