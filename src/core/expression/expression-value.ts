import { UnsignedInt } from '@marcbachmann/cel-js/evaluator';
import { arrayElements, arrayText } from '../values/array-text.ts';
import { floatText } from '../values/float-text.ts';
import { Misfit } from '../values/misfit.ts';
import type { NeutralType } from '../values/neutral-type.ts';
import { LONGEST_INPUT, MOST_ELEMENTS } from './budget.ts';
import { ExactNumber } from './exact-number.ts';

/** A type of the expression language, and how a neutral type's values enter it. */
export type ExpressionType = { name: string; enter: (text: string) => unknown };

/** How values of a neutral type enter: exactly, what has no type of its own there as its text. */
export function expressionType(type: NeutralType): ExpressionType {
  switch (type.kind) {
    case 'boolean':
      return { name: 'bool', enter: (text) => text === 't' };
    case 'int16':
    case 'int32':
    case 'int64':
      return { name: 'int', enter: BigInt };
    case 'uint64':
      return { name: 'uint', enter: (text) => new UnsignedInt(BigInt(text)) };
    case 'decimal':
      return { name: 'decimal', enter: (text) => ExactNumber.of(text) };
    case 'float32':
    case 'float64':
      return { name: 'double', enter: Number };
    case 'array': {
      const element = expressionType(type.of);
      if (type.of.kind === 'array') return { name: 'string', enter: shortText };
      return { name: `list<${element.name}>`, enter: (text) => elementsOf(text).map(element.enter) };
    }
    default:
      return { name: 'string', enter: shortText };
  }
}

function shortText(text: string): string {
  if (text.length > LONGEST_INPUT) throw new Misfit(`it is longer than ${LONGEST_INPUT} characters`);
  return text;
}

function elementsOf(text: string): string[] {
  const elements = arrayElements(shortText(text));
  if (elements.length > MOST_ELEMENTS) throw new Misfit(`it is a list of more than ${MOST_ELEMENTS}`);
  return elements.map((element) => {
    if (element === null) throw new Misfit('an element of it is null');
    return element;
  });
}

/** What an expression of this type gives, as a neutral type and its canonical text; null where it is none. */
export function expressionResult(
  name: string,
): { type: NeutralType; leave: (value: unknown) => string } | null {
  const simple = results[name];
  if (simple) return simple;
  const of = results[/^list<(.*)>$/.exec(name)?.[1] ?? ''];
  if (!of) return null;
  return {
    type: { kind: 'array', of: of.type },
    leave: (value) => arrayText((value as unknown[]).map(of.leave)),
  };
}

const results: Record<string, { type: NeutralType; leave: (value: unknown) => string } | undefined> = {
  bool: { type: { kind: 'boolean' }, leave: (value) => (value === true ? 't' : 'f') },
  int: { type: { kind: 'int64' }, leave: String },
  uint: { type: { kind: 'uint64' }, leave: String },
  double: { type: { kind: 'float64' }, leave: (value) => floatText(String(value), 64) },
  decimal: { type: { kind: 'decimal' }, leave: String },
  string: { type: { kind: 'text' }, leave: String },
};
