import { compileCondition } from '#core/expression/compile-condition.ts';
import { ExpressionProblem } from '#core/expression/expression-problem.ts';
import { Misfit } from '#core/values/misfit.ts';
import type { Field } from '#core/values/stream-schema.ts';
import type { Row } from '#core/values/value.ts';

/** What conditions, the first of which wins, make of sample records. */
export type Tried =
  /** The index of the condition that each record meets first; -1 where it meets none. */
  | { at: number[] }
  /** Why it cannot be told: a condition is not right, or reads a field that the sample lacks. */
  | { unknown: 'condition' | { field: string } };

/**
 * Tries conditions on sample records, in their order; one that cannot be told of a record is not met.
 * A condition that is empty is met by none.
 */
export function tryConditions(
  fields: readonly Field[],
  conditions: readonly string[],
  rows: readonly Row[],
): Tried {
  try {
    const compiled = conditions.map((condition) =>
      condition.trim() === '' ? null : compileCondition({ fields: [...fields] }, condition),
    );
    const [first] = rows;
    const lacks = first && compiled.flatMap((each) => each?.reads ?? []).find((name) => !(name in first));
    if (lacks !== undefined) return { unknown: { field: lacks } };
    return { at: rows.map((row) => compiled.findIndex((each) => each !== null && meets(each.holds, row))) };
  } catch (error) {
    if (error instanceof ExpressionProblem) return { unknown: 'condition' };
    throw error;
  }
}

function meets(holds: (row: Row) => boolean, row: Row): boolean {
  try {
    return holds(row);
  } catch (error) {
    if (error instanceof Misfit) return false;
    throw error;
  }
}
