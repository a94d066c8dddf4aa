import type { StreamSchema } from '../values/stream-schema.ts';
import type { Row } from '../values/value.ts';
import { compileExpression } from './compile-expression.ts';
import { ExpressionProblem } from './expression-problem.ts';

/** A condition over the records of a stream. */
export type CompiledCondition = {
  /** Names of the fields that it reads. */
  reads: string[];
  /** Does the record meet it? Throws Misfit where it cannot be told, e.g. since a field is null. */
  holds: (row: Row) => boolean;
};

/** Compiles an expression that gives yes or no. Throws ExpressionProblem. */
export function compileCondition(schema: Pick<StreamSchema, 'fields'>, text: string): CompiledCondition {
  const { type, reads, evaluate } = compileExpression(schema.fields, text);
  if (type.kind !== 'boolean') {
    throw new ExpressionProblem(
      `A condition says yes or no, and this gives ${type.kind}.`,
      { from: 0, to: text.length },
      'Compare it with something: ==, <, >, contains.',
    );
  }
  return { reads, holds: (row) => evaluate(row) === 't' };
}
