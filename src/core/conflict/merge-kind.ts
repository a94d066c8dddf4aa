import type { NeutralType } from '../values/neutral-type.ts';

/** How two values of a field are merged: `sum` of what each side added, `union` of two lists, the `longest` text. */
export type MergeKind = 'sum' | 'union' | 'longest';

const exactNumbers = new Set(['int16', 'int32', 'int64', 'uint64', 'decimal']);

/**
 * How a pair of these types is merged; null where it has no meaning (a date), or where it could not be
 * exact (a float), or where the two lists hold things of different types.
 */
export function mergeKind(left: NeutralType, right: NeutralType): MergeKind | null {
  if (exactNumbers.has(left.kind) && exactNumbers.has(right.kind)) return 'sum';
  if (left.kind === 'text' && right.kind === 'text') return 'longest';
  const alike = JSON.stringify(left) === JSON.stringify(right);
  return alike && (left.kind === 'array' || left.kind === 'json') ? 'union' : null;
}
