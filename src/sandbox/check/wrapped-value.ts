import ts from '@typescript/typescript6';

type Wrapping =
  | ts.ParenthesizedExpression
  | ts.AsExpression
  | ts.SatisfiesExpression
  | ts.TypeAssertion
  | ts.NonNullExpression;

function isWrapping(node: ts.Node): node is Wrapping {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isTypeAssertionExpression(node) ||
    ts.isNonNullExpression(node)
  );
}

/** The value with the brackets and types around it. */
export function outermost(node: ts.Expression): ts.Expression {
  return isWrapping(node.parent) ? outermost(node.parent) : node;
}

/** The value without the brackets and types around it. */
export function innermost(node: ts.Expression): ts.Expression {
  return isWrapping(node) ? innermost(node.expression) : node;
}
