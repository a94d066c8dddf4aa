import { SyncError } from '../errors/sync-error.ts';
import { type CompiledCondition, compileCondition } from '../expression/compile-condition.ts';
import { ExpressionProblem } from '../expression/expression-problem.ts';
import { Misfit } from '../values/misfit.ts';
import type { StreamSchema } from '../values/stream-schema.ts';
import type { Image, Row } from '../values/value.ts';
import type { LaneFilter } from './lane.ts';

/** A filter over the records of a stream. */
export type CompiledLaneFilter = {
  /** Fields that it reads. */
  reads: string[];
  /** Is the record let through? One of which that cannot be told, since a field is null, is not. */
  holds: (row: Image) => boolean;
};

/**
 * Compiles one filter over a stream's records.
 * @throws SyncError `FILTER_INVALID` for a condition that the stream does not fit any more.
 */
export function compileLaneFilter(
  stream: Pick<StreamSchema, 'name' | 'fields'>,
  { condition, except = [] }: Pick<LaneFilter, 'condition' | 'except'>,
): CompiledLaneFilter {
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
