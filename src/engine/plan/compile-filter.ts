import type { Side } from '#core/change/change-event.ts';
import { type CompiledLaneFilter, compileLaneFilter } from '#core/flow/compile-lane-filter.ts';
import type { FilterLeave } from '#core/flow/flow-graph.ts';
import type { Lane } from '#core/flow/lane.ts';
import type { Image, Row } from '#core/values/value.ts';

/** Which records of a side are carried from there. */
export type CompiledFilter = CompiledLaneFilter & {
  /** What becomes of this record on the other side now that it is not carried any more. */
  leave: (row: Image) => FilterLeave;
};

/**
 * Compiles the filters of a lane's side; all of them must be met. Null where every record is carried.
 * @throws SyncError `FILTER_INVALID` for a condition that the stream does not fit any more.
 */
export function compileFilter(plan: Lane, side: Side): CompiledFilter | null {
  const filters = plan.filters?.[side] ?? [];
  if (filters.length === 0) return null;
  const { stream } = plan[side];
  const compiled = filters.map((filter) => ({ ...compileLaneFilter(stream, filter), leave: filter.leave }));
  return {
    reads: [...new Set(compiled.flatMap(({ reads }) => reads))],
    holds: (row) => compiled.every(({ holds }) => holds(row)),
    leave: (row) =>
      compiled.some(({ holds, leave }) => leave === 'delete' && !holds(row)) ? 'delete' : 'keep',
  };
}

/** Does the side hold the record, and is not carried from? */
export function isHidden(side: { filter: CompiledFilter | null }, row: Row | null): boolean {
  return side.filter !== null && row !== null && !side.filter.holds(row);
}
