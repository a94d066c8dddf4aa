import { arrayText } from '../values/array-text.ts';
import { floatText } from '../values/float-text.ts';
import { Misfit } from '../values/misfit.ts';
import type { NeutralType } from '../values/neutral-type.ts';
import type { Value } from '../values/value.ts';

/** A value as code has it, see `codeType`. */
export type CodeValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly CodeValue[]
  | { readonly [key: string]: unknown };

/** A canonical text as code has it. Throws Misfit for what is no value of the type. */
export function readCodeValue(text: Value, type: NeutralType): CodeValue {
  if (text === null) return null;
  switch (type.kind) {
    case 'boolean':
      return text === 't';
    case 'int16':
    case 'int32':
    case 'float32':
    case 'float64':
      return Number(text);
    case 'int64':
    case 'uint64':
      return BigInt(text);
    case 'json':
      return JSON.parse(text);
    case 'array':
      return readList(text, (element) => readCodeValue(element, type.of));
    default:
      return text;
  }
}

/** What code has as a canonical text. Throws Misfit for what is not what the type is in code. */
export function writeCodeValue(value: CodeValue | undefined, type: NeutralType): Value {
  if (value === null || value === undefined) return null;
  switch (type.kind) {
    case 'boolean':
      return expected(value, 'boolean') ? 't' : 'f';
    case 'int16':
    case 'int32':
      return String(expected(value, 'number'));
    case 'float32':
    case 'float64': {
      const number = expected(value, 'number');
      return floatText(Object.is(number, -0) ? '-0' : String(number), type.kind === 'float32' ? 32 : 64);
    }
    case 'int64':
    case 'uint64':
      return String(expected(value, 'bigint'));
    case 'json':
      return JSON.stringify(value);
    case 'array':
      if (!Array.isArray(value)) throw new Misfit(`it is a ${typeof value}, and a list was wanted`);
      return writeList(value, type.of);
    default:
      return expected(value, 'string');
  }
}

type Names = { boolean: boolean; number: number; bigint: bigint; string: string };

function expected<K extends keyof Names>(value: CodeValue, name: K): Names[K] {
  if (typeof value === name) return value as Names[K];
  throw new Misfit(`it is a ${typeof value}, and a ${name} was wanted`);
}

/** Lists of lists are literals within literals. */
function writeList(list: readonly CodeValue[], of: NeutralType): string {
  if (!list.some((element) => Array.isArray(element))) {
    return arrayText(list.map((element) => writeCodeValue(element, of)));
  }
  const inner = list.map((element) => {
    if (!Array.isArray(element)) throw new Misfit('only some of its elements are lists');
    return writeList(element, of);
  });
  return `{${inner.join(',')}}`;
}

function readList(text: string, element: (text: Value) => CodeValue): CodeValue {
  const bounds = /^(?:\[[+-]?\d+:[+-]?\d+\])+=/.exec(text)?.[0] ?? '';
  const pattern = /\{|\}|,|"((?:[^"\\]|\\[\s\S])*)"|((?:[^"\\{},]|\\[\s\S])+)/y;
  pattern.lastIndex = bounds.length;
  const open: CodeValue[][] = [[]];
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [token, quoted, plain] = match;
    if (token === '{') open.push([]);
    else if (token === '}') {
      const list = open.pop() ?? [];
      open.at(-1)?.push(list);
    } else if (token !== ',') {
      const isNull = plain !== undefined && /^null$/i.test(plain);
      open.at(-1)?.push(isNull ? null : element((quoted ?? plain ?? '').replace(/\\([\s\S])/g, '$1')));
    }
    if (pattern.lastIndex === text.length) break;
  }
  const [list] = open[0] ?? [];
  if (open.length !== 1 || list === undefined) throw new Misfit('it is not an array literal');
  return list;
}
