import { Misfit } from '#core/values/misfit.ts';
import type { NeutralType } from '#core/values/neutral-type.ts';

/** How the text of a value becomes what code works with. */
export type Reader = (text: string) => unknown;

const asIs: Reader = (text) => text;

/** The reader of a type; `asIs` where the text is the value. */
export function readerOf(type: NeutralType): Reader {
  switch (type.kind) {
    case 'boolean':
      return (text) => text === 't';
    case 'int16':
    case 'int32':
    case 'float32':
    case 'float64':
      return Number;
    case 'int64':
    case 'uint64':
      return BigInt;
    case 'json':
      return JSON.parse;
    case 'array': {
      const element = readerOf(type.of);
      return (text) => readArray(text, element);
    }
    default:
      return asIs;
  }
}

/** The elements of a PostgreSQL array literal, those of several dimensions as arrays of arrays. */
function readArray(text: string, element: Reader): unknown[] {
  const bounds = /^(?:\[[+-]?\d+:[+-]?\d+\])+=/.exec(text)?.[0] ?? '';
  const scanner = { text, at: bounds.length };
  const read = readList(scanner, element);
  if (scanner.at !== text.length) throw new Misfit('it is not an array literal');
  return read;
}

const pattern = /"((?:[^"\\]|\\[\s\S])*)"|((?:[^"\\{},]|\\[\s\S])+)/y;

function readList(scanner: { text: string; at: number }, element: Reader): unknown[] {
  const list: unknown[] = [];
  if (scanner.text[scanner.at++] !== '{') throw new Misfit('it is not an array literal');
  if (scanner.text[scanner.at] === '}') {
    scanner.at++;
    return list;
  }
  for (;;) {
    if (scanner.text[scanner.at] === '{') list.push(readList(scanner, element));
    else {
      pattern.lastIndex = scanner.at;
      const match = pattern.exec(scanner.text);
      if (match === null) throw new Misfit('it is not an array literal');
      scanner.at = pattern.lastIndex;
      const isNull = match[2] !== undefined && /^null$/i.test(match[2]);
      list.push(isNull ? null : element((match[1] ?? match[2] ?? '').replace(/\\([\s\S])/g, '$1')));
    }
    const next = scanner.text[scanner.at++];
    if (next === '}') return list;
    if (next !== ',') throw new Misfit('it is not an array literal');
  }
}
