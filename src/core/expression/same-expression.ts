import { UnsignedInt } from '@marcbachmann/cel-js/evaluator';
import type { ExpressionNode } from './field-macros.ts';

/**
 * Are two expressions the same, however they are written: blanks, brackets, and quotes aside?
 * @param decide says of two parts whether they count as the same; null leaves them to be compared.
 */
export function sameExpression(
  one: ExpressionNode,
  other: ExpressionNode,
  decide: (one: ExpressionNode, other: ExpressionNode) => boolean | null = () => null,
): boolean {
  const same = (a: unknown, b: unknown): boolean => {
    if (Array.isArray(a) && Array.isArray(b)) {
      return a.length === b.length && a.every((each, index) => same(each, b[index]));
    }
    if (isNode(a) && isNode(b)) {
      const decided = decide(a, b);
      if (decided !== null) return decided;
      return a.op === b.op && same(a.args, b.args);
    }
    if (a instanceof UnsignedInt && b instanceof UnsignedInt) return a.value === b.value;
    if (a instanceof Uint8Array && b instanceof Uint8Array) return String(a) === String(b);
    return Object.is(a, b);
  };
  return same(one, other);
}

function isNode(part: unknown): part is ExpressionNode {
  return typeof part === 'object' && part !== null && 'op' in part;
}
