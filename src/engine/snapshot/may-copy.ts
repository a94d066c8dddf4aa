import { otherSide, type Side } from '#core/change/change-event.ts';
import { writesTo } from '#core/flow/direction.ts';
import { type CompiledLane, fieldCarriesFrom } from '../plan/compiled-lane.ts';
import type { LaneContext } from '../reconcile/lane-routes.ts';
import type { Meeting } from './meeting.ts';

/** Rows that are copied together. A side with fewer is met record by record, each with a line of its own. */
export const COPY_ROWS = 20_000;

/**
 * May a side's rows be copied as they are, since they are many and the other side holds none? A lane
 * that keeps digests, or makes keys of its own, looks at every record.
 */
export async function mayCopy({ runtime }: LaneContext, meeting: Meeting, from: Side): Promise<boolean> {
  const { lane, sessions } = runtime;
  const to = otherSide(from);
  const { onlyLeft, onlyRight } = lane.plan.first;
  const creates = (from === 'left' ? onlyLeft : onlyRight) === 'create' && writesTo(lane.plan.direction, to);
  const carriesAll = lane.fields.every((field) => field.key || fieldCarriesFrom(field, from));
  const looksAtEach =
    lane.needsDigests || lane.plan.link !== undefined || lane.references.length > 0 || isComputed(lane);
  if (meeting.base !== 'first' || !creates || !carriesAll || looksAtEach) return false;
  const rows = (side: Side, atMost: number) =>
    sessions[side].source.count({ stream: lane[side].stream, atMost });
  return (await rows(to, 1)) === 0 && (await rows(from, COPY_ROWS)) === COPY_ROWS;
}

/** Every row is copied, value by value: not where a filter leaves some out, code makes them, a pair joins fields, or a field has several pairs. */
function isComputed({ left, right, fields }: CompiledLane): boolean {
  if (left.filter || right.filter || left.view || right.view) return true;
  const joins = left.joined.length + right.joined.length > 0;
  return joins || left.fields.length < fields.length || right.fields.length < fields.length;
}
