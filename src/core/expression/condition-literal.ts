import { UnsignedInt } from '@marcbachmann/cel-js/evaluator';
import type { NeutralType } from '../values/neutral-type.ts';
import { expressionType } from './expression-value.ts';
import type { ExpressionNode } from './field-macros.ts';

/**
 * A value's canonical text as a literal of the expression language.
 * @param inList all elements of a list are of one type, so that a whole decimal is no plain number there.
 */
export function literalOf(type: NeutralType, value: string, inList: boolean): string {
  switch (expressionType(type).name) {
    case 'bool':
      return value === 't' ? 'true' : 'false';
    case 'int':
      return value;
    case 'uint':
      return `${value}u`;
    case 'double':
      return doubleLiteral(value);
    case 'decimal':
      return !inList && /^-?\d{1,18}$/.test(value) ? value : `decimal(${quoted(value)})`;
    default:
      return quoted(value);
  }
}

/** The canonical text that a literal stands for; null where it is no literal of the type. */
export function valueOfLiteral(type: NeutralType, node: ExpressionNode): string | null {
  switch (expressionType(type).name) {
    case 'bool':
      return literal(node, 'boolean', (value) => (value ? 't' : 'f'));
    case 'int':
      return signed(node, 'bigint');
    case 'uint':
      return node.op === 'value' && node.args instanceof UnsignedInt ? String(node.args.value) : null;
    case 'double':
      return signed(node, 'number') ?? signedInfinity(node);
    case 'decimal':
      return signed(node, 'bigint') ?? calledWith(node, 'decimal');
    default:
      return literal(node, 'string', String);
  }
}

/** The argument of a call that is given one text; null for anything else. */
function calledWith(node: ExpressionNode, name: string): string | null {
  if (node.op !== 'call') return null;
  const [called, [given]] = node.args as [string, ExpressionNode[]];
  return called === name && given ? literal(given, 'string', String) : null;
}

function literal(node: ExpressionNode, type: string, show: (value: unknown) => string): string | null {
  return node.op === 'value' && typeof node.args === type ? show(node.args) : null;
}

function signed(node: ExpressionNode, type: 'bigint' | 'number'): string | null {
  if (node.op !== '-_') return literal(node, type, String);
  const size = literal(node.args as ExpressionNode, type, String);
  return size === null ? null : `-${size}`;
}

function signedInfinity(node: ExpressionNode): string | null {
  return calledWith(node, 'double');
}

/** A whole number needs a point, since the language would take it for another type. */
function doubleLiteral(value: string): string {
  if (!/^-?\d/.test(value)) return `double(${quoted(value)})`;
  return /[.e]/.test(value) ? value.replace(/^(-?\d+)e/, '$1.0e') : `${value}.0`;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
