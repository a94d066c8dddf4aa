import { isAgreedSince, type OpenRecord } from '../reconcile/open-records.ts';
import type { Meeting } from './meeting.ts';

/**
 * A first sync comes upon a record that is open already: it is a first meeting, unless both sides have agreed on it since.
 *
 * @returns whether that has to be kept.
 */
export function markFirst({ record }: OpenRecord, { startedAt }: Pick<Meeting, 'startedAt'>): boolean {
  if (isAgreedSince(record, startedAt)) return false;
  // A round may have found it out before, and not have kept it.
  record.first = true;
  return true;
}
