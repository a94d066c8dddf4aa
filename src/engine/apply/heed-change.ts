import type { Change } from '#core/change/change-event.ts';
import type { Image } from '#core/values/value.ts';
import type { DirectedLane } from './batch-plan.ts';

/**
 * What a lane heeds of a change: a row that was logged before the sides began to meet over a field says
 * nothing about it (E15). It may be of another field of the name, or of another type; the meeting
 * reads what stands there now.
 */
export function heedChange({ runtime, from }: DirectedLane, change: Change): Change {
  const { firstSync, lane } = runtime;
  if (!firstSync?.only?.length || change.position > firstSync.heedFrom[from]) return change;
  const { only } = firstSync;
  const met = lane.fields.filter((field) => !field.key && only.includes(field.left));
  const names = met.map((field) => field[from]);
  return { ...change, before: without(change.before, names), after: without(change.after, names) };
}

function without(image: Image | null, names: string[]): Image | null {
  if (!image) return null;
  return Object.fromEntries(Object.entries(image).filter(([name]) => !names.includes(name)));
}
