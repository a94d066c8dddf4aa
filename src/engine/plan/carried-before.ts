import type { Side } from '#core/change/change-event.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { Lane } from '#core/flow/lane.ts';
import type { Row } from '#core/values/value.ts';
import { compileFilter } from './compile-filter.ts';

/** Which rows of a side filters had let through, and the fields that tell. */
export type CarriedBefore = { reads: string[]; held: (row: Row) => boolean };

/**
 * What of a side one of these filters let through; where there was none, everything. One that the stream does not fit
 * any more tells nothing, so that nothing is taken for carried by it.
 */
export function carriedBefore(
  plan: Lane,
  side: Side,
  filters: readonly (Lane['filters'] | null)[],
): CarriedBefore {
  const known = filters.flatMap((of) => {
    const { filters: _, ...rest } = plan;
    try {
      return [compileFilter(of ? { ...rest, filters: of } : rest, side)];
    } catch (error) {
      if (error instanceof SyncError && error.code === 'FILTER_INVALID') return [];
      throw error;
    }
  });
  return {
    reads: [...new Set(known.flatMap((filter) => filter?.reads ?? []))],
    held: (row) => known.some((filter) => filter === null || filter.holds(row)),
  };
}
