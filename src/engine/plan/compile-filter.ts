import type { Side } from '#core/change/change-event.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { type CompiledCondition, compileCondition } from '#core/expression/compile-condition.ts';
import { ExpressionProblem } from '#core/expression/expression-problem.ts';
import type { FilterLeave } from '#core/flow/flow-graph.ts';
import type { Lane, LaneFilter } from '#core/flow/lane.ts';
import { Misfit } from '#core/values/misfit.ts';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import type { Image, Row } from '#core/values/value.ts';

/** Which records of a side are carried from there. */
export type CompiledFilter = {
  /** Fields that it reads. */
  reads: string[];
  /** Is the record carried? One of which it cannot be told, since a field is null, is not. */
  holds: (row: Image) => boolean;
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

/**
 * Compiles one filter over a stream's records.
 * @throws SyncError `FILTER_INVALID` for a condition that the stream does not fit any more.
 */
export function compileLaneFilter(
  stream: Pick<StreamSchema, 'name' | 'fields'>,
  { condition, except = [] }: Pick<LaneFilter, 'condition' | 'except'>,
): Pick<CompiledFilter, 'reads' | 'holds'> {
  const [own, ...others] = [condition, ...except].map((text) => {
    try {
      return compileCondition(stream, text);
    } catch (error) {
      if (!(error instanceof ExpressionProblem)) throw error;
      throw new SyncError('FILTER_INVALID', `The filter of ${stream.name} does not fit it: ${error.message}`);
    }
  }) as [CompiledCondition, ...CompiledCondition[]];
  return {
    reads: [...new Set([own, ...others].flatMap(({ reads }) => reads))],
    holds: (row) => meets(own, row) && !others.some((other) => meets(other, row)),
  };
}

/** A condition that cannot be told of a record is not met. */
function meets({ holds }: CompiledCondition, row: Image): boolean {
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
