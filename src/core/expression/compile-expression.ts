import { EvaluationError } from '@marcbachmann/cel-js';
import { Misfit } from '../values/misfit.ts';
import type { NeutralType } from '../values/neutral-type.ts';
import type { Field } from '../values/stream-schema.ts';
import type { Row, Value } from '../values/value.ts';
import { beginWork, bounded } from './budget.ts';
import { checkShape } from './check-shape.ts';
import { explainRefusal, type LibraryError } from './explain-refusal.ts';
import { expressionEnvironment } from './expression-environment.ts';
import { ExpressionProblem } from './expression-problem.ts';
import { expressionResult, expressionType } from './expression-value.ts';
import { type ExpressionNode, NoValue } from './field-macros.ts';

/** Characters of the longest expression. */
const LONGEST = 2000;

/** An expression, compiled against the fields of a stream. */
export type CompiledExpression = {
  type: NeutralType;
  /** Names of the fields that it reads. */
  reads: string[];
  /** Its value for a row. Throws Misfit, with the reason as a clause. */
  evaluate: (row: Row) => Value;
};

/**
 * Compiles an expression: a bounded part of CEL (the Common Expression Language), with exact decimals.
 * It is typed against the fields, terminates, and reaches nothing but them.
 *
 * @throws ExpressionProblem with the place, what is wrong, and how to mend it.
 */
export function compileExpression(fields: readonly Field[], text: string): CompiledExpression {
  if (text.length > LONGEST) {
    throw new ExpressionProblem(
      `The expression has ${text.length} characters; ${LONGEST} are allowed.`,
      { from: LONGEST, to: text.length },
      'Do part of it in a field of its own, or look values up in a table.',
    );
  }
  const { environment, variables } = expressionEnvironment(fields);
  const names = [...variables.keys()];
  const parsed = guarded(() => environment.parse(text), text, names);
  checkShape(parsed.ast as ExpressionNode);
  const checked = guarded(() => parsed.check(), text, names);
  if (!checked.valid) throw explainRefusal(checked.error as LibraryError, text, names);
  const result = expressionResult(checked.type ?? '');
  if (!result) {
    throw new ExpressionProblem(
      `The expression gives ${checked.type}, which no field holds.`,
      { from: 0, to: text.length },
      'Let it give a text, a number, a truth value, or a list of them.',
    );
  }
  const used = usedVariables(parsed.ast as ExpressionNode, variables);
  const enter = fields.flatMap((field) => {
    const variable = variables.get(field.name) ?? field.name;
    return used.has(variable)
      ? [{ name: field.name, variable, enter: expressionType(field.type).enter }]
      : [];
  });
  return {
    type: result.type,
    reads: enter.map(({ name }) => name),
    evaluate: (row) => {
      const context = new Map<string, unknown>();
      for (const { name, variable, enter: read } of enter) {
        const value = row[name] ?? null;
        context.set(variable, value === null ? null : withName(name, () => read(value)));
      }
      return evaluated(() => {
        beginWork();
        return bounded(result.leave(parsed(context as never)));
      });
    },
  };
}

function guarded<T>(work: () => T, text: string, names: readonly string[]): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw explainRefusal(error as LibraryError, text, names);
    throw error;
  }
}

function withName<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Misfit) throw new Misfit(`${name} cannot be used: ${error.message}`);
    throw error;
  }
}

/** Turns whatever an evaluation ends with into a value or a Misfit. */
function evaluated(work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    if (error instanceof NoValue) return null;
    if (error instanceof Misfit) throw error;
    if (error instanceof RangeError) throw new Misfit('the expression makes too much of it');
    if (!(error instanceof EvaluationError)) throw error;
    const empty = /^Variable '(.*)' is not of type .*, got 'null'$/.exec(error.summary)?.[1];
    throw new Misfit(empty === undefined ? reason(error.summary) : `${empty} is null`);
  }
}

function reason(summary: string): string {
  return summary.charAt(0).toLowerCase() + summary.slice(1);
}

function usedVariables(node: ExpressionNode, variables: ReadonlyMap<string, string>): Set<string> {
  const used = new Set<string>();
  const look = (part: unknown): void => {
    if (Array.isArray(part)) part.forEach(look);
    if (typeof part !== 'object' || part === null || !('op' in part)) return;
    const { op, args } = part as ExpressionNode;
    if (op === 'id') used.add(String(args));
    if (op === 'call' && (args as unknown[])[0] === 'field') {
      const [name] = (args as [string, ExpressionNode[]])[1];
      used.add(variables.get(String(name?.args)) ?? '');
    }
    look(args);
  };
  look(node);
  return used;
}
