import { parse } from '@marcbachmann/cel-js';
import type { Field } from '../values/stream-schema.ts';
import { compileCondition } from './compile-condition.ts';
import { type ConditionRow, rowOf, rowText } from './condition-row.ts';
import { ExpressionProblem } from './expression-problem.ts';
import type { ExpressionNode } from './field-macros.ts';
import { sameExpression } from './same-expression.ts';
import { sourceOf } from './source-of.ts';

/** Conditions of which all must be met, or any one; `not` turns the whole around. */
export type ConditionGroup = { kind: 'group'; join: 'all' | 'any'; not: boolean; items: ConditionItem[] };

/** A part that no row says: it stays the expression that it is. */
export type ConditionText = { kind: 'text'; text: string };

export type ConditionItem = ConditionGroup | ConditionRow | ConditionText;

/** Groups nested deeper than this are not offered to be edited as such. */
const DEEPEST = 8;

export const emptyCondition: ConditionGroup = { kind: 'group', join: 'all', not: false, items: [] };

/**
 * A condition as groups and rows, the way that a person puts one together. Turned into text again it
 * is the same expression, though maybe with other blanks and brackets.
 *
 * @returns the tree; or, where it cannot be shown so, why, as a sentence.
 */
export function conditionTree(
  fields: readonly Field[],
  text: string,
): { tree: ConditionGroup } | { refused: string } {
  if (text.trim() === '') return { tree: emptyCondition };
  const root = readable(fields, text);
  if (typeof root === 'string') return { refused: root };
  if (hasComments(text)) return { refused: 'It has comments, which rows have no place for.' };
  const item = itemOf(fields, root, text, 0);
  const tree: ConditionGroup = item.kind === 'group' ? item : { ...emptyCondition, items: [item] };
  const again = conditionText(fields, tree);
  return sameExpression(parse(again).ast as ExpressionNode, root)
    ? { tree }
    : { refused: 'It says something that rows cannot say.' };
}

function readable(fields: readonly Field[], text: string): ExpressionNode | string {
  try {
    compileCondition({ fields: [...fields] }, text);
    return parse(text).ast as ExpressionNode;
  } catch (error) {
    if (error instanceof ExpressionProblem) return 'There is something wrong with it.';
    throw error;
  }
}

function hasComments(text: string): boolean {
  return text.replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g, '').includes('//');
}

function itemOf(fields: readonly Field[], node: ExpressionNode, text: string, depth: number): ConditionItem {
  const row = rowOf(fields, node);
  if (row) return row;
  if (depth < DEEPEST) {
    if (node.op === '&&' || node.op === '||') {
      const items = operandsOf(node, node.op).map((each) => itemOf(fields, each, text, depth + 1));
      return { kind: 'group', join: node.op === '&&' ? 'all' : 'any', not: false, items };
    }
    if (node.op === '!_') {
      const inner = itemOf(fields, node.args as ExpressionNode, text, depth + 1);
      const group = inner.kind === 'group' && !inner.not ? inner : { ...emptyCondition, items: [inner] };
      return { ...group, not: true };
    }
  }
  return { kind: 'text', text: sourceOf(node, text) };
}

/** `a && b && c` is written as `(a && b) && c`: three operands. */
function operandsOf(node: ExpressionNode, op: '&&' | '||'): ExpressionNode[] {
  if (node.op !== op) return [node];
  const [left, right] = node.args as [ExpressionNode, ExpressionNode];
  return [...operandsOf(left, op), right];
}

/** A tree as an expression; rows and texts that are not filled in yet are left out. Empty where nothing is said. */
export function conditionText(fields: readonly Field[], tree: ConditionGroup): string {
  return textOf(fields, tree)?.text ?? '';
}

/** How tightly an expression holds together where it stands beside others. */
type Written = { text: string; binds: 'tight' | 'all' | 'any' | 'loose' };

function textOf(fields: readonly Field[], item: ConditionItem): Written | null {
  if (item.kind === 'row') {
    const text = rowText(fields, item);
    return text === null ? null : { text, binds: 'tight' };
  }
  if (item.kind === 'text')
    return item.text.trim() === '' ? null : { text: item.text.trim(), binds: bindsOf(item.text) };
  const written = item.items.flatMap((each) => textOf(fields, each) ?? []);
  const [first] = written;
  if (!first) return null;
  const joined: Written =
    written.length === 1
      ? first
      : {
          text: written
            .map((each, index) => within(each, item.join, index))
            .join(item.join === 'all' ? ' && ' : ' || '),
          binds: item.join,
        };
  return item.not ? { text: `!(${joined.text})`, binds: 'tight' } : joined;
}

/** In brackets where it would else be read as part of what is around it; a first operand of the same kind would not be told apart anyway. */
function within({ text, binds }: Written, join: 'all' | 'any', index: number): string {
  const bare = binds === 'tight' || (binds === 'all' && join === 'any') || (binds === join && index === 0);
  return bare ? text : `(${text})`;
}

function bindsOf(text: string): Written['binds'] {
  try {
    const { op } = parse(text).ast as ExpressionNode;
    return op === '&&' ? 'all' : op === '||' ? 'any' : op === '?:' ? 'loose' : 'tight';
  } catch {
    return 'loose';
  }
}
