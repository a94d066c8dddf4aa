import { parse } from '@marcbachmann/cel-js';
import type { Field } from '../values/stream-schema.ts';
import { literalOf, valueOfLiteral } from './condition-literal.ts';
import { allOperators, type ConditionOperator, operandType } from './condition-operators.ts';
import type { ExpressionNode } from './field-macros.ts';
import { sameExpression } from './same-expression.ts';

/** One line of a condition: a field, an operator, and the values that it is told, as canonical texts. */
export type ConditionRow = { kind: 'row'; field: string; operator: string; values: string[] };

/** How a field is named in an expression. */
export function fieldReference(name: string): string {
  const plain = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && parses(name);
  return plain ? name : `field(${JSON.stringify(name)})`;
}

/** Words that the language keeps for itself are no names. */
function parses(name: string): boolean {
  try {
    return (parse(name).ast as ExpressionNode).op === 'id';
  } catch {
    return false;
  }
}

/** The operator of a row; null where its field is not asked that. */
export function operatorOf(field: Field, { operator }: ConditionRow): ConditionOperator | null {
  return allOperators(field).find(({ id }) => id === operator) ?? null;
}

/** A row as an expression; null while it lacks a field, an operator, or a value. */
export function rowText(fields: readonly Field[], row: ConditionRow): string | null {
  const field = fields.find(({ name }) => name === row.field);
  const operator = field && operatorOf(field, row);
  if (!field || !operator) return null;
  if (operator.takes !== 'none' && row.values.length === 0) return null;
  const type = operandType(field, operator);
  const literals = row.values.map((value) => literalOf(type, value, operator.takes === 'many'));
  const told: Record<string, string> = {
    F: fieldReference(field.name),
    V: literals[0] ?? '',
    L: `[${literals.join(', ')}]`,
  };
  return operator.as.replace(/\b[FVL]\b/g, (hole) => told[hole] ?? hole);
}

/** The row that an expression is; null where it is none. */
export function rowOf(fields: readonly Field[], node: ExpressionNode): ConditionRow | null {
  const named = namesIn(node);
  for (const field of fields) {
    if (!named.has(field.name)) continue;
    for (const operator of allOperators(field)) {
      const values = matched(field, operator, node);
      if (!values) continue;
      const row: ConditionRow = { kind: 'row', field: field.name, operator: operator.id, values };
      const text = rowText(fields, row);
      if (text !== null && sameExpression(parse(text).ast as ExpressionNode, node)) return row;
    }
  }
  return null;
}

/** Every name and text in an expression: the fields that it reads are among them. */
function namesIn(part: unknown, names = new Set<string>()): Set<string> {
  if (Array.isArray(part)) for (const each of part) namesIn(each, names);
  else if (typeof part === 'object' && part !== null && 'op' in part) {
    const { args } = part as ExpressionNode;
    if (typeof args === 'string') names.add(args);
    else namesIn(args, names);
  }
  return names;
}

const templates = new Map<string, ExpressionNode>();

function templateOf({ as }: ConditionOperator): ExpressionNode {
  const known = templates.get(as) ?? (parse(as).ast as ExpressionNode);
  templates.set(as, known);
  return known;
}

/** The values that stand where an operator's expression has its holes; null where it is another expression. */
function matched(field: Field, operator: ConditionOperator, node: ExpressionNode): string[] | null {
  const type = operandType(field, operator);
  const reference = parse(fieldReference(field.name)).ast as ExpressionNode;
  let values: string[] = [];
  const fill = (hole: ExpressionNode, part: ExpressionNode): boolean => {
    if (hole.args === 'F') return sameExpression(part, reference);
    const parts = hole.args === 'V' ? [part] : part.op === 'list' ? (part.args as ExpressionNode[]) : [];
    const told = parts.map((each) => valueOfLiteral(type, each));
    if (told.length === 0 || told.includes(null)) return false;
    values = told.flatMap((value) => value ?? []);
    return true;
  };
  const isHole = ({ op, args }: ExpressionNode) => op === 'id' && ['F', 'V', 'L'].includes(String(args));
  return sameExpression(templateOf(operator), node, (hole, part) => (isHole(hole) ? fill(hole, part) : null))
    ? values
    : null;
}
