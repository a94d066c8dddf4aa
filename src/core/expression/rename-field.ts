import { parse } from '@marcbachmann/cel-js';
import type { ExpressionNode } from './field-macros.ts';

/** The expression with another name of a field, wherever it reads it. One that cannot be read stays as it is. */
export function renameField(text: string, from: string, to: string): string {
  let root: ExpressionNode;
  try {
    root = parse(text).ast as ExpressionNode;
  } catch {
    return text;
  }
  const plain = /^[A-Za-z_][A-Za-z0-9_]*$/.test(to) ? to : `field(${JSON.stringify(to)})`;
  const places = placesOf(root, from).sort((a, b) => b.start - a.start);
  return places.reduce(
    (now, { start, end, quoted }) =>
      now.slice(0, start) + (quoted ? JSON.stringify(to) : plain) + now.slice(end),
    text,
  );
}

type Place = { start: number; end: number; quoted: boolean };

function placesOf(node: ExpressionNode, name: string): Place[] {
  const { start = 0, end = 0 } = node.range ?? {};
  if (node.op === 'id') return node.args === name ? [{ start, end, quoted: false }] : [];
  const [called, given] = Array.isArray(node.args) ? (node.args as [unknown, unknown]) : [];
  if (node.op === 'call' && called === 'field' && Array.isArray(given)) {
    const [literal] = given as ExpressionNode[];
    return literal?.op === 'value' && literal.args === name && literal.range
      ? [{ ...literal.range, quoted: true }]
      : [];
  }
  const children = (args: unknown): Place[] => {
    if (Array.isArray(args)) return args.flatMap(children);
    return typeof args === 'object' && args !== null && 'op' in args
      ? placesOf(args as ExpressionNode, name)
      : [];
  };
  return children(node.args);
}
