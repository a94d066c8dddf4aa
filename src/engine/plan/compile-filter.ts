import type { Side } from '#core/change/change-event.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { compileCondition } from '#core/expression/compile-condition.ts';
import { ExpressionProblem } from '#core/expression/expression-problem.ts';
import type { FilterLeave } from '#core/flow/flow-graph.ts';
import type { Lane } from '#core/flow/lane.ts';
import { Misfit } from '#core/values/misfit.ts';
import type { Image, Row } from '#core/values/value.ts';

/** Which records of a side are carried from there. */
export type CompiledFilter = {
  /** Fields that it reads. */
  reads: string[];
  /** Is the record carried? One of which it cannot be told, since a field is null, is not. */
  holds: (row: Image) => boolean;
  /** What becomes of a record on the other side once it is not carried any more. */
  leave: FilterLeave;
};

/**
 * Compiles the filters of a lane's side; all of them must be met. Null where every record is carried.
 * @throws SyncError `FILTER_INVALID` for a condition that the stream does not fit any more.
 */
export function compileFilter(plan: Lane, side: Side): CompiledFilter | null {
  const filters = plan.filters?.[side] ?? [];
  if (filters.length === 0) return null;
  const { stream } = plan[side];
  const conditions = filters.map(({ condition }) => {
    try {
      return compileCondition(stream, condition);
    } catch (error) {
      if (!(error instanceof ExpressionProblem)) throw error;
      throw new SyncError('FILTER_INVALID', `The filter of ${stream.name} does not fit it: ${error.message}`);
    }
  });
  return {
    reads: [...new Set(conditions.flatMap(({ reads }) => reads))],
    holds: (row) => conditions.every(({ holds }) => meets(holds, row)),
    leave: filters.some(({ leave }) => leave === 'delete') ? 'delete' : 'keep',
  };
}

function meets(holds: (row: Row) => boolean, row: Image): boolean {
  try {
    return holds(row as Row);
  } catch (error) {
    if (error instanceof Misfit) return false;
    throw error;
  }
}

/** Does the side hold the record, and is not carried from? */
export function isHidden(side: { filter: CompiledFilter | null }, row: Row | null): boolean {
  return side.filter !== null && row !== null && !side.filter.holds(row);
}
