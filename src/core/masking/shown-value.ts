import { z } from 'zod';
import type { Value } from '../values/value.ts';

/**
 * Stands for a value that the reader may not see, be it null or not. Within one record, equal numbers stand for
 * equal values of a pair's fields; across records they say nothing.
 */
export const MaskedValue = z.strictObject({
  masked: z.int(),
  /** The ledger keeps nothing but this digest of the value, from anybody. */
  digest: z.string().optional(),
});
export type MaskedValue = z.infer<typeof MaskedValue>;

/** A value as somebody gets to see it. */
export const ShownValue = z.union([z.string().nullable(), MaskedValue]);
export type ShownValue = Value | MaskedValue;

export const ShownRow = z.record(z.string(), ShownValue);
export type ShownRow = Record<string, ShownValue>;

/** What stands in texts where a value is masked. */
export const maskedText = 'masked';

export function isMaskedValue(value: ShownValue | undefined): value is MaskedValue {
  return typeof value === 'object' && value !== null;
}

/** Whether two values of one record are the same, seen or not. */
export function isSameShown(one: ShownValue | undefined, other: ShownValue | undefined): boolean {
  if (isMaskedValue(one) && isMaskedValue(other)) return one.masked === other.masked;
  return one === other;
}

/** A value as plain text, with a word for null. */
export function shownText(value: ShownValue | undefined, none: string): string {
  if (value === undefined || value === null) return none;
  if (!isMaskedValue(value)) return value;
  return value.digest === undefined ? maskedText : `digest ${value.digest.slice(0, 8)}`;
}
