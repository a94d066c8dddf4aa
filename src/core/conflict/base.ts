import type { Row } from '../values/value.ts';

/**
 * The last state on which both sides agreed (E5).
 *
 * - `values`: one side's row before its first change that is not yet settled.
 * - `digests`: stored digests per left field name, of the left's and the right's text.
 * - `absent`: the record did not exist.
 * - `unknown`: nothing is known; every difference is a conflict.
 */
export type Base =
  | { kind: 'values'; side: 'left' | 'right'; row: Row }
  | { kind: 'digests'; fields: Record<string, { left: string; right: string }> }
  | { kind: 'absent' }
  | { kind: 'unknown' };
