import type { Environment } from '@marcbachmann/cel-js';
import { Misfit } from '../values/misfit.ts';

/** A node of the parsed expression, as far as it is looked at here. */
export type ExpressionNode = { op: string; args: unknown; range?: { start: number; end: number } };

/** Ends an evaluation whose result is null. */
export class NoValue extends Error {
  override readonly name = 'NoValue';
}

type Checker = {
  check(node: ExpressionNode, context: Context): unknown;
  getType(name: string): unknown;
  createError(code: string, message: string, node: ExpressionNode): Error;
};
type Context = { getVariable(name: string): { type: unknown } | undefined; getValue(name: string): unknown };
type Evaluator = { run(node: ExpressionNode, context: Context): unknown };
/** Its signature says how many arguments there are. */
type Macro = { args: [ExpressionNode, ExpressionNode] };

type Handlers = {
  typeCheck: (checker: Checker, macro: Macro, context: Context) => unknown;
  evaluate: (evaluator: Evaluator, macro: Macro, context: Context) => unknown;
};

/**
 * What an expression can say about fields as such: `isNull(x)`, `ifNull(x, other)`, `field("Odd Name")`,
 * and `onlyIf(condition, x)`, which makes the whole expression null where the condition does not hold.
 *
 * @param variables the variable of each field, by the field's name.
 */
export function registerFieldMacros(environment: Environment, variables: ReadonlyMap<string, string>): void {
  const macros: Record<string, Handlers> = {
    'field(ast): dyn': fieldMacro(variables),
    'isNull(ast): bool': isNullMacro(variables),
    'ifNull(ast, ast): dyn': ifNullMacro(variables),
    'onlyIf(ast, ast): dyn': onlyIfMacro,
  };
  for (const [signature, handlers] of Object.entries(macros)) {
    const expand = (macro: Macro) => ({ args: macro.args, ...handlers, async: false });
    environment.registerFunction(signature, expand as never);
  }
}

type Variables = ReadonlyMap<string, string>;

function fieldMacro(variables: Variables): Handlers {
  return {
    typeCheck: (checker, { args }, context) => {
      const [name] = args;
      const variable = name.op === 'value' ? variables.get(String(name.args)) : undefined;
      const declared = variable === undefined ? undefined : context.getVariable(variable);
      if (declared) return declared.type;
      throw checker.createError('unknown_variable', `Unknown variable: ${String(name.args)}`, name);
    },
    evaluate: (_, { args: [name] }, context) => {
      const value = context.getValue(variables.get(String(name.args)) ?? '');
      if (value === null) throw new Misfit(`${String(name.args)} is null`);
      return value;
    },
  };
}

function isNullMacro(variables: Variables): Handlers {
  return {
    typeCheck: (checker, { args: [node] }) => {
      expectField(node, variables, checker, 'isNull');
      return checker.getType('bool');
    },
    evaluate: (_, { args: [node] }, context) => context.getValue(variableOf(node, variables) ?? '') === null,
  };
}

function ifNullMacro(variables: Variables): Handlers {
  return {
    typeCheck: (checker, { args: [node, other] }, context) => {
      expectField(node, variables, checker, 'ifNull');
      const [type, standIn] = [checker.check(node, context), checker.check(other, context)];
      if (String(type) === String(standIn)) return type;
      const said = `What stands in for it must be of its own type, ${type}, and is ${standIn}`;
      throw checker.createError('different_types', said, other);
    },
    evaluate: (evaluator, { args: [node, other] }, context) => {
      const isNull = context.getValue(variableOf(node, variables) ?? '') === null;
      return evaluator.run(isNull ? other : node, context);
    },
  };
}

const onlyIfMacro: Handlers = {
  typeCheck: (checker, { args: [condition, value] }, context) => {
    if (String(checker.check(condition, context)) === 'bool') return checker.check(value, context);
    throw checker.createError('invalid_condition_type', 'onlyIf asks for a condition first', condition);
  },
  evaluate: (evaluator, { args: [condition, value] }, context) => {
    if (evaluator.run(condition, context) !== true) throw new NoValue();
    return evaluator.run(value, context);
  },
};

/** Refuses what is no field that the expression knows. */
function expectField(node: ExpressionNode, variables: Variables, checker: Checker, macro: string): void {
  const name = variableOf(node, variables);
  if (name !== null && [...variables.values()].includes(name)) return;
  throw checker.createError('field_expected', `There must be a field in ${macro}(…)`, node);
}

/** The variable that a node names: an identifier, or a `field("…")`; null for any other node. */
function variableOf(node: ExpressionNode, variables: Variables): string | null {
  if (node.op === 'id') return String(node.args);
  if (node.op !== 'call') return null;
  const [called, given] = node.args as [string, ExpressionNode[]];
  return called === 'field' && given[0]?.op === 'value'
    ? (variables.get(String(given[0].args)) ?? null)
    : null;
}
