import { ExpressionProblem } from './expression-problem.ts';
import type { ExpressionNode } from './field-macros.ts';

const operators = new Set(
  ['value', 'id', 'call', 'rcall', 'list', '[]', '?:', '||', '&&', '!_', '-_', '!=', '==', 'in'].concat([
    '+',
    '-',
    '*',
    '/',
    '%',
    '<',
    '<=',
    '>',
    '>=',
  ]),
);
/** Over lists; they go through every element, so they are not put inside each other. */
const loops = new Set(['all', 'exists', 'exists_one', 'filter']);
const methods = new Set([...loops, 'startsWith', 'endsWith', 'contains', 'size']);

/** Functions that anybody may call; whatever else the library knows is left out, since nothing bounds it. */
export const allowedFunctions: ReadonlySet<string> = new Set([
  ...['size', 'int', 'uint', 'double', 'string', 'bool', 'decimal'],
  ...['lower', 'upper', 'trim', 'replace', 'split', 'join', 'substring', 'find', 'matches'],
  ...['round', 'divide', 'abs', 'year', 'month', 'day', 'hour', 'minute', 'date'],
  ...['isNull', 'ifNull', 'onlyIf', 'field'],
]);

/** Holds an expression to the part of the language whose time and memory are bounded. Throws ExpressionProblem. */
export function checkShape(node: ExpressionNode, within = 0): void {
  const place = { from: node.range?.start ?? 0, to: node.range?.end ?? 0 };
  if (!operators.has(node.op)) {
    throw new ExpressionProblem(
      node.op === '.' ? 'A value has no parts that could be named with a dot.' : 'Maps are not made here.',
      place,
      'Use the functions that the reference lists.',
    );
  }
  if (node.op === 'call' || node.op === 'rcall') checkCall(node, place, within);
  const loop = node.op === 'rcall' && loops.has(String((node.args as unknown[])[0]));
  for (const child of childrenOf(node.args)) checkShape(child, within + (loop ? 1 : 0));
}

function checkCall(node: ExpressionNode, place: { from: number; to: number }, within: number): void {
  const name = String((node.args as unknown[])[0]);
  const known = node.op === 'call' ? allowedFunctions : methods;
  if (!known.has(name)) {
    const instead = node.op === 'rcall' && allowedFunctions.has(name);
    throw new ExpressionProblem(
      node.op === 'call' ? `There is no function ${name}.` : `There is no .${name}() here.`,
      place,
      instead ? `Write it as a function: ${name}(…).` : `These are known: ${[...known].join(', ')}.`,
    );
  }
  if (node.op === 'rcall' && loops.has(name) && within > 0) {
    throw new ExpressionProblem(
      `.${name}() stands inside another loop over a list.`,
      place,
      'Take one of the loops out, into a field of its own.',
    );
  }
}

function childrenOf(args: unknown): ExpressionNode[] {
  if (Array.isArray(args)) return args.flatMap(childrenOf);
  return typeof args === 'object' && args !== null && 'op' in args ? [args as ExpressionNode] : [];
}
