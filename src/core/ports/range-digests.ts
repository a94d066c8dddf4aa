import type { DigestField } from '../values/digest-form.ts';
import type { Row } from '../values/value.ts';

/** An end of a range of keys. */
export type KeyBound = { key: Row; inclusive: boolean };

/**
 * A part of a stream's records, those whose key is null left out:
 *
 * - `range`: between two keys, in the system's own order of keys.
 * - `buckets`: those whose key falls into one of these buckets, out of `of`. A record's bucket is the
 *   number in the first seven hexadecimal digits of the MD5 of its key's `digestRowText`, modulo `of`:
 *   the same on every system, whatever its order of keys.
 */
export type KeyPart =
  | { kind: 'range'; lower: KeyBound | null; upper: KeyBound | null }
  | { kind: 'buckets'; of: number; buckets: number[]; key: DigestField[] };

/** What a digest says of a set of rows. */
export type PartDigest = {
  count: number;
  /**
   * Sum of one signed 64-bit number per row, in decimal: the first sixteen hexadecimal digits of the MD5
   * of the row's `digestRowText`. It does not depend on the order of the rows.
   */
  digest: string;
};

/** Digests that a system computes from its own rows, so that equal ranges need not be read. */
export interface RangeDigests {
  /**
   * The key of every `every`-th record of the range, in key order, at most `limit` of them.
   * Fewer when the range ends before.
   */
  bounds(request: {
    stream: string;
    key: string[];
    within: Extract<KeyPart, { kind: 'range' }>;
    every: number;
    limit: number;
  }): Promise<Row[]>;
  /** Count and digest of the rows of a range. */
  range(request: {
    stream: string;
    key: string[];
    fields: DigestField[];
    within: Extract<KeyPart, { kind: 'range' }>;
  }): Promise<PartDigest>;
  /** Count and digest of each of `of` buckets of the whole stream, in one pass over it. */
  buckets(request: {
    stream: string;
    key: DigestField[];
    fields: DigestField[];
    of: number;
  }): Promise<PartDigest[]>;
}
