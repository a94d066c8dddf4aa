import type { Change, Side } from '#core/change/change-event.ts';
import type { Image, Row } from '#core/values/value.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';

/**
 * A change as one record sees it: for the record under its old name a change of the key is the end, for
 * the one under its new name the beginning. Anything else is what it is.
 *
 * @param key the record's key on that side.
 */
export function asSeenOf(lane: CompiledLane, side: Side, key: Row, change: Change): Change {
  const { before, after } = change;
  if (change.op !== 'update' || !before || !after) return change;
  const names = (image: Image, other: Image) =>
    lane.fields.every((field) => {
      if (!field.key) return true;
      const [value, wanted] = [image[field[side]], other[field[side]]];
      return (
        value === undefined ||
        wanted === undefined ||
        field.digest[side](value) === field.digest[side](wanted)
      );
    });
  if (names(before, after)) return change;
  if (!names(after, key)) return { ...change, op: 'delete', after: null };
  return { ...change, op: 'insert', before: null };
}
