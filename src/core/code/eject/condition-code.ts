import { expressionEnvironment } from '../../expression/expression-environment.ts';
import type { ExpressionNode } from '../../expression/field-macros.ts';
import { sourceOf } from '../../expression/source-of.ts';
import type { Field } from '../../values/stream-schema.ts';
import { propertyName, propertyOf } from '../property-name.ts';
import type { Hoisted } from './hoisted.ts';
import { plainJson, textCode } from './literal-code.ts';
import { expressionTypeName } from './step-code.ts';

/** Terms that must all hold, or of which one must. */
export type ConditionCode = { all: ConditionCode[] } | { any: ConditionCode[] } | string;

/** What stands on a side of a comparison: its code, its kind there, and the fields that must not be null for it. */
type Operand = {
  code: string;
  kind: 'string' | 'number' | 'bigint';
  needs: string[];
  labels?: readonly string[];
};

type Place = { text: string; fields: readonly Field[]; hoisted: Hoisted };

/**
 * A condition of the canvas in TypeScript. There, what is computed from null cannot be told, and a record of
 * which it cannot be told is not carried; `a || b` holds where one of the two does, whatever the other. So
 * each part becomes what holds if it is true, or what holds if it is false, and says of every field that it
 * must not be null. What TypeScript has no words for is told by the engine's own evaluator, part by part.
 */
export function conditionCode(text: string, fields: readonly Field[], hoisted: Hoisted): ConditionCode {
  const { environment } = expressionEnvironment(fields);
  const root = environment.parse(text).ast as ExpressionNode;
  const place: Place = { text, fields, hoisted };
  // A list with null in it, or a decimal that is no number, makes the whole of it untold.
  const whole = fields.some((field) => unsure.has(field.type.kind) && reads(root, field, place));
  return whole ? evaluated(root, true, place) : tells(root, true, place);
}

const unsure = new Set(['array', 'decimal']);

/** What holds where the node is `wanted`: true, or false. */
function tells(node: ExpressionNode, wanted: boolean, place: Place): ConditionCode {
  const args = node.args as ExpressionNode[];
  if (node.op === '!_') return tells(node.args as ExpressionNode, !wanted, place);
  if (node.op === '&&' || node.op === '||') {
    const terms = args.map((each) => tells(each, wanted, place));
    return (node.op === '&&') === wanted ? { all: terms } : { any: terms };
  }
  return plainTerm(node, wanted, place) ?? evaluated(node, wanted, place);
}

function plainTerm(node: ExpressionNode, wanted: boolean, place: Place): ConditionCode | null {
  const field = fieldOf(node, place);
  if (field?.type.kind === 'boolean') return `${propertyOf('record', field.name)} === ${wanted}`;
  if (node.op === 'value' && typeof node.args === 'boolean') return String(node.args === wanted);
  if (node.op === 'call') return nullTerm(node, wanted, place);
  if (node.op === 'rcall') return methodTerm(node, wanted, place);
  const [left, right] = Array.isArray(node.args) ? (node.args as [ExpressionNode, ExpressionNode]) : [];
  if (!left || !right) return null;
  if (node.op === 'in') return listTerm(left, right, wanted, place);
  const opposite = comparisons[node.op];
  if (opposite === undefined) return null;
  const [a, b] = [operandOf(left, place), operandOf(right, place)];
  if (!a || !b || a.kind !== b.kind || unlike(a, b)) return null;
  const operator = wanted ? node.op : opposite;
  const written = operator === '==' ? '===' : operator === '!=' ? '!==' : operator;
  const term = `${a.code} ${written} ${b.code}`;
  // A literal is never null: what equals it is not, either.
  const bare = [a, b].every(({ code, needs }) => needs.length === 0 || needs[0] === code);
  const literal = a.needs.length === 0 || b.needs.length === 0;
  const needs = written === '===' && literal && bare ? [] : [...a.needs, ...b.needs];
  return guarded(needs, term);
}

const comparisons: Partial<Record<string, string>> = {
  '==': '!=',
  '!=': '==',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
};

/** TypeScript refuses to compare a union with what is none of its texts. */
function unlike(a: Operand, b: Operand): boolean {
  const outside = (labels: readonly string[] | undefined, code: string) =>
    labels !== undefined && code.startsWith("'") && !labels.some((label) => textCode(label) === code);
  return outside(a.labels, b.code) || outside(b.labels, a.code);
}

function guarded(needs: readonly string[], term: string): ConditionCode {
  return needs.length === 0 ? term : { all: [...needs.map((code) => `${code} !== null`), term] };
}

function nullTerm(node: ExpressionNode, wanted: boolean, place: Place): string | null {
  const [name, [given]] = node.args as [string, ExpressionNode[]];
  const field = name === 'isNull' && given ? fieldOf(given, place) : null;
  return field ? `${propertyOf('record', field.name)} ${wanted ? '===' : '!=='} null` : null;
}

const methods: Partial<Record<string, string>> = {
  startsWith: 'startsWith',
  endsWith: 'endsWith',
  contains: 'includes',
};

function methodTerm(node: ExpressionNode, wanted: boolean, place: Place): ConditionCode | null {
  const [name, receiver, given] = node.args as [string, ExpressionNode, ExpressionNode[]];
  const called = methods[name];
  const [of, what] = [operandOf(receiver, place), given[0] ? operandOf(given[0], place) : null];
  if (called === undefined || of?.kind !== 'string' || what?.kind !== 'string') return null;
  return guarded([...of.needs, ...what.needs], `${wanted ? '' : '!'}${of.code}.${called}(${what.code})`);
}

function listTerm(
  node: ExpressionNode,
  list: ExpressionNode,
  wanted: boolean,
  place: Place,
): ConditionCode | null {
  const of = operandOf(node, place);
  if (of?.kind !== 'string' || list.op !== 'list') return null;
  const elements = (list.args as ExpressionNode[]).map((each) => operandOf(each, place));
  if (elements.some((each) => each?.kind !== 'string' || each.needs.length > 0)) return null;
  if (of.labels && elements.some((each) => each && unlike(of, each))) return null;
  const written = `[${elements.map((each) => each?.code).join(', ')}]`;
  return guarded(of.needs, `${wanted ? '' : '!'}${written}.includes(${of.code})`);
}

function operandOf(node: ExpressionNode, place: Place): Operand | null {
  const field = fieldOf(node, place);
  if (field) return fieldOperand(field);
  if (node.op === 'value') return literalOperand(node.args);
  if (node.op !== 'call') return null;
  const [name, given] = node.args as [string, ExpressionNode[]];
  const of = given[0] ? operandOf(given[0], place) : null;
  const call = { lower: '.toLowerCase()', upper: '.toUpperCase()', trim: '.trim()' }[name];
  if (!call || of?.kind !== 'string') return null;
  return { code: `${of.code}${call}`, kind: 'string', needs: of.needs };
}

const computed = new Set(['boolean', 'decimal', 'uint64', 'array', 'float32', 'float64']);

function fieldOperand({ name, type, nullable }: Field): Operand | null {
  if (computed.has(type.kind)) return null;
  const kind =
    type.kind === 'int64' ? 'bigint' : type.kind === 'int16' || type.kind === 'int32' ? 'number' : 'string';
  if (type.kind === 'json' || type.kind === 'native') return null;
  const code = propertyOf('record', name);
  return {
    code,
    kind,
    needs: nullable ? [code] : [],
    ...(type.kind === 'enum' ? { labels: type.values } : {}),
  };
}

function literalOperand(value: unknown): Operand | null {
  if (typeof value === 'string') return { code: textCode(value), kind: 'string', needs: [] };
  return typeof value === 'bigint' ? { code: String(value), kind: 'number', needs: [] } : null;
}

function fieldOf(node: ExpressionNode, { fields }: Place): Field | null {
  const [called, given] = Array.isArray(node.args) ? (node.args as [unknown, unknown]) : [];
  const literal = node.op === 'call' && called === 'field' ? (given as ExpressionNode[])[0] : undefined;
  const name = node.op === 'id' ? node.args : literal?.op === 'value' ? literal.args : undefined;
  return fields.find((field) => field.name === name) ?? null;
}

/** A part of the condition that the engine's evaluator tells: true, false, or that it cannot be told. */
function evaluated(node: ExpressionNode, wanted: boolean, place: Place): string {
  const text = sourceOf(node, place.text);
  const read = place.fields.filter((field) => reads(node, field, place));
  const types = Object.fromEntries(read.map(({ name, type }) => [name, expressionTypeName(type)]));
  const name = place.hoisted.name('condition', `convert.condition(${textCode(text)}, ${plainJson(types)})`);
  const record = read.map((field) => `${propertyName(field.name)}: ${propertyOf('record', field.name)}`);
  return `${name}({ ${record.join(', ')} }) === ${wanted}`;
}

function reads(node: ExpressionNode, field: Field, place: Place): boolean {
  if (fieldOf(node, place) === field) return true;
  const look = (part: unknown): boolean =>
    Array.isArray(part)
      ? part.some(look)
      : typeof part === 'object' &&
        part !== null &&
        'op' in part &&
        reads(part as ExpressionNode, field, place);
  return look(node.args);
}

/** The condition as it is written: every term once among those that it stands with. */
export function writeCondition(condition: ConditionCode): string {
  const flat = flattened(condition);
  if (typeof flat === 'string') return flat;
  const lines = 'all' in flat ? flat.all : flat.any;
  const operator = 'all' in flat ? '&&' : '||';
  const terms = lines.map((each) => {
    const text = writeCondition(each);
    return typeof each !== 'string' && 'any' in each ? `(${text.replaceAll('\n', '\n  ')})` : text;
  });
  const line = terms.join(` ${operator} `);
  return line.length <= 90 && !line.includes('\n') ? line : terms.join(`\n    ${operator} `);
}

function flattened(condition: ConditionCode): ConditionCode {
  if (typeof condition === 'string') return condition;
  const all = 'all' in condition;
  const terms = (all ? condition.all : condition.any).map(flattened).flatMap((term) => {
    if (typeof term === 'string') return [term];
    return all && 'all' in term ? term.all : !all && 'any' in term ? term.any : [term];
  });
  const once = terms.filter((term, at) => terms.findIndex((each) => sameTerm(each, term)) === at);
  return once.length === 1 ? (once[0] as ConditionCode) : all ? { all: once } : { any: once };
}

function sameTerm(a: ConditionCode, b: ConditionCode): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
