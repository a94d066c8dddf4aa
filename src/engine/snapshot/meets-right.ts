import type { CompiledLane } from '../plan/compiled-lane.ts';
import type { Meeting } from './meeting.ts';

/** Must the right side be walked too, for records that it alone has? */
export function meetsRight({ plan }: CompiledLane, meeting: Meeting): boolean {
  // Fields are met over where both sides hold the record, and the left side's pass sees those.
  if (meeting.only) return false;
  // What has to leave by a changed filter of the right side stands there.
  if (meeting.before?.length && plan.filters?.right) return true;
  const { onlyRight } = plan.first;
  // What a record was before the meeting may be known, so that it is more than the first meeting's business.
  if (meeting.base !== 'first' && plan.direction === 'both') return true;
  return !(onlyRight === 'ignore' || (plan.direction === 'forward' && onlyRight === 'create'));
}
