import { isNumberType } from '../values/number-cast-kind.ts';
import { readText } from '../values/read-text.ts';
import type { CodeField } from './code-field.ts';
import type { CodeProgram } from './code-program.ts';
import { tokens } from './scan-tokens.ts';

/** More than a lens tells apart by name; of tables with more entries some are taken from all over. */
const MOST_TEXTS = 150;
const MOST_OF_TABLE = 60;

/**
 * Values that a program itself names: the texts and numbers in its code and its modules, and what its look-up tables
 * hold. A lens that stands in for nothing by `'N/A'` goes wrong just where somebody wrote that.
 */
export function lawHints({
  source,
  modules,
  tables,
}: Pick<CodeProgram, 'source' | 'modules' | 'tables'>): string[] {
  const named = [source, ...modules.map((module) => module.source)].flatMap(namedIn);
  const listed = Object.values(tables).flatMap((table) =>
    some(Object.entries(table), MOST_OF_TABLE).flatMap((entry) => entry.filter((text) => text !== null)),
  );
  return some([...new Set([...named, ...listed])], MOST_TEXTS);
}

function namedIn(source: string): string[] {
  const list = [...tokens(source)];
  return list.flatMap(({ kind, text }, at) => {
    const before = list[at - 1]?.text;
    // What is imported is no value.
    if (kind === 'string')
      return text === '' || before === 'from' || before === 'import' ? [] : [unescaped(text)];
    if (kind !== 'word' || before === '.' || !/^\d/.test(text)) return [];
    const digits = text.replaceAll('_', '').replace(/n$/, '');
    const rest =
      list[at + 1]?.text === '.' && /^\d/.test(list[at + 2]?.text ?? '') ? `.${list[at + 2]?.text}` : '';
    return [digits + rest, `-${digits}${rest}`];
  });
}

/** A text as it is written in code; as it stands where that is no JSON. */
function unescaped(text: string): string {
  try {
    return JSON.parse(`"${text.replace(/\\'/g, "'").replace(/(?<!\\)"/g, '\\"')}"`);
  } catch {
    return text;
  }
}

function some<T>(all: readonly T[], most: number): T[] {
  const step = Math.max(1, all.length / most);
  return all.length <= most
    ? [...all]
    : Array.from({ length: most }, (_, at) => all[Math.floor(at * step)] as T);
}

/** Those of the hints that are values of the field, in its canonical texts. */
export function hintsFor({ type }: CodeField, hints: readonly string[]): string[] {
  if (type.kind === 'json' || type.kind === 'array' || type.kind === 'native' || type.kind === 'boolean')
    return [];
  const read = readText(type);
  const found = hints.flatMap((hint) => {
    if (isNumberType(type) && !/^[-\d.]+$/.test(hint)) return [];
    try {
      return [read(hint)];
    } catch {
      return [];
    }
  });
  return [...new Set(found)];
}
