import { type CodeToken, tokens } from './scan-tokens.ts';

/** A module that a source names, and where the name stands: between its quotes, in UTF-16 units. */
export type FoundImport = { specifier: string; from: number; to: number };

/**
 * Every module that a source imports: `import … from`, `export … from`, `import '…'` and
 * `import('…')`, in order. What stands in comments, strings and patterns is none. The source need
 * not be sound: it may be in the middle of being written.
 */
export function findImports(source: string): FoundImport[] {
  const list = [...tokens(source)];
  return list.flatMap((token, index) => {
    if (token.kind !== 'word' || isPart(list[index - 1])) return [];
    const named =
      token.text === 'import'
        ? importedBy(list, index)
        : token.text === 'export'
          ? exportedBy(list, index)
          : null;
    return named ? [{ specifier: named.text, from: named.from, to: named.to }] : [];
  });
}

/** Behind a dot a word is a property: `x.import`. */
const isPart = (before: CodeToken | undefined) => before?.kind === 'mark' && before.text === '.';

function importedBy(list: CodeToken[], index: number): CodeToken | null {
  const next = list[index + 1];
  if (next?.kind === 'string') return next;
  if (isMark(next, '(')) {
    const argument = list[index + 2];
    return argument?.kind === 'string' ? argument : null;
  }
  return fromClause(list, index + 1);
}

function exportedBy(list: CodeToken[], index: number): CodeToken | null {
  const next = list[index + 1];
  const first = next?.kind === 'word' && next.text === 'type' ? list[index + 2] : next;
  return isMark(first, '*') || isMark(first, '{') ? fromClause(list, index + 1) : null;
}

/** The string behind `from`, where nothing but names and their marks stands before it. */
function fromClause(list: CodeToken[], start: number): CodeToken | null {
  for (let at = start; at < list.length; at++) {
    const token = list[at];
    const next = list[at + 1];
    if (token?.kind === 'word' && token.text === 'from' && next?.kind === 'string') return next;
    // In braces a name may be a string: `{ 'a-b' as c }`.
    const belongs =
      token?.kind === 'word' || token?.kind === 'string' || (token && '{},*'.includes(token.text));
    if (!belongs) return null;
  }
  return null;
}

function isMark(token: CodeToken | undefined, text: string): boolean {
  return token?.kind === 'mark' && token.text === text;
}
