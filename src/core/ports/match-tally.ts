import type { MatchKind } from '../matching/match-report.ts';
import type { MatchCandidate } from './lane-store.ts';

/** Records of two streams, tallied by the names under which they find each other. */
export interface MatchTally {
  /** `hidden` records are left out by a filter, but found all the same. */
  put(candidates: (MatchCandidate & { hidden: boolean })[]): Promise<void>;
  /** Names by how many records of each side go by them. */
  counts(): Promise<{ kind: MatchKind; names: number; left: number; right: number }[]>;
  /** Some names of a kind, with the keys of at most so many records of each side. */
  samples(kind: MatchKind, names: number, keys: number): Promise<{ left: string[]; right: string[] }[]>;
  /** The next of those that exactly one record of each side goes by, in the order of their digests. */
  pairs(after: string | null, limit: number): Promise<{ digest: string; left: string; right: string }[]>;
  /** Forgets everything. */
  drop(): Promise<void>;
}
