import type { NeutralType } from '../../values/neutral-type.ts';
import type { Value } from '../../values/value.ts';
import { callParts } from './call-parts.ts';

/** A TypeScript expression, with what is known of the value that it gives. */
export type ValueCode = {
  code: string;
  type: NeutralType;
  nullable: boolean;
  /** It may be undefined: a place in a JSON document that is not there. */
  absent?: boolean;
  /** Its value is always this canonical text, or null. */
  constant?: Value;
  /** Every text that it may be, where that is known. */
  labels?: readonly string[];
  /** Methods that are called on something one after the other, as far as the expression is no more than that. */
  chain?: { of: string; calls: string };
  /** How many elements a list has, where that is known. */
  length?: number;
  /** The values of a list that is written down one by one. */
  parts?: readonly ValueCode[];
  /** The same before it was made a text. */
  raw?: ValueCode;
};

/** A property or a name: nothing needs to be put around it. */
const plain =
  /^[\p{ID_Start}_$][\p{ID_Continue}$]*(?:\.[\p{ID_Start}_$][\p{ID_Continue}$]*|\["(?:[^"\\]|\\.)*"\])*$/u;

export function isPlain({ code }: ValueCode): boolean {
  return plain.test(code);
}

/** A call with the value as its first argument. The function keeps null. */
export function called(value: ValueCode, name: string, type: NeutralType, ...rest: string[]): ValueCode {
  return { code: `${name}(${[value.code, ...rest].join(', ')})`, type, nullable: value.nullable };
}

/** A method of texts, called on the value; null stays null. */
export function method(value: ValueCode, call: string, type: NeutralType = value.type): ValueCode {
  const chain = value.chain
    ? { of: value.chain.of, calls: `${value.chain.calls}${call}` }
    : { of: isPlain(value) || isCall(value) ? value.code : `(${value.code})`, calls: call };
  const code = value.nullable ? `${chain.of}?${chain.calls} ?? null` : `${chain.of}${chain.calls}`;
  return { code, type, nullable: value.nullable, chain };
}

/** An expression over a value that is not null; where it may be, null stays null. `null` where it would have to be written twice. */
export function inline(
  value: ValueCode,
  write: (code: string) => string,
  type: NeutralType,
): ValueCode | null {
  if (!isPlain(value)) return value.nullable ? null : { code: write(value.code), type, nullable: false };
  const code = value.nullable ? `${value.code} === null ? null : ${write(value.code)}` : write(value.code);
  return { code, type, nullable: value.nullable };
}

/** The code with parentheses around it, where it stands before an operator and has one of its own. */
export function operand(value: ValueCode): string {
  return isPlain(value) || isCall(value) || value.constant !== undefined ? value.code : `(${value.code})`;
}

/** One call and nothing behind it. */
function isCall({ code }: ValueCode): boolean {
  return callParts(code)?.end === ')';
}
