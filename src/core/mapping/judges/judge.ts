import type { Evidence } from '../suggestion.ts';

/** Looks at one aspect of pairs of fields, by their indexes on either side. */
export interface Judge {
  /** What the aspect says of the pair, in log-odds; 0 where it says nothing. */
  weigh(left: number, right: number): number;
  /** The same with words for people; null where there is nothing to tell. */
  tell(left: number, right: number): Evidence | null;
}
