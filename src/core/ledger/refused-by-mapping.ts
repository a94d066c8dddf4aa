import type { ErrorCode } from '../errors/codes.ts';
import type { LaneView } from '../flow/lane.ts';
import type { Image } from '../values/value.ts';

/**
 * Was it the mapping before the code of a side that refused a row? Then the line has the row as the system has it, as it
 * has one that code failed for.
 */
export function refusedByMapping(
  view: Pick<LaneView, 'own' | 'steps'> | undefined,
  { code, before, after }: { code: ErrorCode | null; before: Image | null; after: Image | null },
): boolean {
  if (code !== 'CAST_FAILED' || !view?.steps.some(({ kind }) => kind === 'mapping')) return false;
  const row = after ?? before;
  return row !== null && view.own.fields.every(({ name }) => Object.hasOwn(row, name));
}
