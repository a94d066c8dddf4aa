/**
 * A piece of TypeScript: a word (name, keyword or number), a string (`text` without its quotes, as it
 * is spelt), or one other character. `from` and `to` bound `text` in UTF-16 units.
 */
export type CodeToken = { kind: 'word' | 'string' | 'mark'; text: string; from: number; to: number };

/**
 * Cuts TypeScript into tokens, leaving out comments, patterns (`/…/`) and the texts of templates; what
 * stands in a template's `${…}` is code like any other. It checks nothing, and ends whatever it is given.
 */
export function* tokens(source: string): Generator<CodeToken> {
  /** For each `{` that is open: does a template go on behind its `}`? */
  const braces: boolean[] = [];
  let before: CodeToken | null = null;
  let at = 0;
  while (at < source.length) {
    const skipped = skipBlank(source, at);
    if (skipped > at) {
      at = skipped;
      continue;
    }
    const text = source[at] as string;
    if (text === '/' && mayBePattern(before)) {
      at = endOfPattern(source, at);
      before = { kind: 'string', text: '', from: at, to: at };
      continue;
    }
    if (text === '`' || (text === '}' && braces.pop())) {
      const end = endOfTemplatePart(source, at + 1);
      if (source.startsWith('${', end)) braces.push(true);
      at = end + (source.startsWith('${', end) ? 2 : 1);
      before = source[end] === '`' ? { kind: 'string', text: '', from: end, to: end } : null;
      continue;
    }
    if (text === '{') braces.push(false);
    const token: CodeToken = tokenAt(source, at);
    at = token.kind === 'string' ? token.to + 1 : token.to;
    before = token;
    yield token;
  }
}

const word = /[\p{ID_Continue}$]+/uy;

function tokenAt(source: string, at: number): CodeToken {
  const text = source[at] as string;
  if (text === '"' || text === "'") {
    const to = endOfString(source, at);
    return { kind: 'string', text: source.slice(at + 1, to), from: at + 1, to };
  }
  word.lastIndex = at;
  const found = word.exec(source)?.[0];
  return found
    ? { kind: 'word', text: found, from: at, to: at + found.length }
    : { kind: 'mark', text, from: at, to: at + 1 };
}

/** The first place from `at` on that is neither blank nor in a comment. */
function skipBlank(source: string, at: number): number {
  if (/\s/.test(source[at] as string)) return at + 1;
  if (source.startsWith('//', at)) return orEnd(source, source.indexOf('\n', at));
  if (!source.startsWith('/*', at)) return at;
  const end = source.indexOf('*/', at + 2);
  return end < 0 ? source.length : end + 2;
}

/** The closing quote, or where the line ends without one. */
function endOfString(source: string, at: number): number {
  const quote = source[at];
  for (let place = at + 1; place < source.length; place++) {
    const text = source[place];
    if (text === quote || text === '\n') return place;
    if (text === '\\') place++;
  }
  return source.length;
}

/** The backquote that closes the template, or the `${` that interrupts it. */
function endOfTemplatePart(source: string, at: number): number {
  for (let place = at; place < source.length; place++) {
    if (source[place] === '`' || source.startsWith('${', place)) return place;
    if (source[place] === '\\') place++;
  }
  return source.length;
}

/** Behind the slash and the flags; a pattern ends with its line at the latest. */
function endOfPattern(source: string, at: number): number {
  let inClass = false;
  let place = at + 1;
  for (; place < source.length && source[place] !== '\n'; place++) {
    const text = source[place];
    if (text === '\\') place++;
    else if (text === '[') inClass = true;
    else if (text === ']') inClass = false;
    else if (text === '/' && !inClass) break;
  }
  word.lastIndex = place + 1;
  return place + 1 + (word.exec(source)?.[0].length ?? 0);
}

const wordsBeforeValue = new Set(
  'return typeof case in of delete void instanceof new throw await yield else do default export'.split(' '),
);

/** Where a value may begin a slash begins a pattern; behind a value it divides. */
function mayBePattern(before: CodeToken | null): boolean {
  if (before === null) return true;
  if (before.kind === 'string') return false;
  if (before.kind === 'word') return wordsBeforeValue.has(before.text);
  return !')]}'.includes(before.text);
}

function orEnd(source: string, place: number): number {
  return place < 0 ? source.length : place;
}
