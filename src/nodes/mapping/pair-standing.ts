import type { PairRow } from './mapping-rows.ts';

/** Did the pair come of a suggestion, so that it can be turned down? */
export function isSuggested({ pair }: PairRow): boolean {
  return pair.decision?.kind === 'automatic' || pair.decision?.kind === 'accepted';
}

/** Does the pair wait for a person to stand by it? */
export function awaitsPerson({ pair }: PairRow): boolean {
  return pair.decision?.kind === 'automatic' || pair.decision?.reopened !== undefined;
}
