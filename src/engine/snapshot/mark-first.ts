import type { OpenRecord } from '../reconcile/open-records.ts';

/**
 * A first sync comes upon a record that is open already: it is a first meeting, unless both sides have agreed on it since.
 *
 * @returns whether that was not known of it.
 */
export function markFirst({ record, agreed }: OpenRecord): boolean {
  if (record.first || agreed) return false;
  record.first = true;
  return true;
}
