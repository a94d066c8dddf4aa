/** The one character that PostgreSQL's texts and JSON do not hold, though values of other systems may. */
const NUL = '\0';
/** Stands before `0` for that character, and before itself for itself. */
const MARK = '\u2400';
/** How JSON begins half of a character, which PostgreSQL refuses: a message may have been cut within one. */
const HALF = '\\ud';

/** A value as JSON text that PostgreSQL takes; `fromStoredJson` gives back what was there, but for half characters. */
export function toStoredJson(value: unknown): string {
  const text = JSON.stringify(value);
  // Nearly always there is nothing to mark. A text of a value may look like an escape and be none.
  if (!text.includes('\\u0000') && !text.includes(MARK) && !text.includes(HALF)) return text;
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? marked(part) : part));
}

/** What `toStoredJson` was given, from its parsed text. */
export function fromStoredJson<T>(value: T): T {
  return holdsMark(value) ? (unmarked(value) as T) : value;
}

/** What `toStoredJson` was given, from its text. */
export function parseStoredJson<T>(text: string): T {
  const value = JSON.parse(text) as T;
  return text.includes(MARK) ? fromStoredJson(value) : value;
}

/** Nearly never: what does not is not copied. */
function holdsMark(value: unknown): boolean {
  if (typeof value === 'string') return value.includes(MARK);
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(holdsMark);
  for (const name in value) {
    if (name.includes(MARK) || holdsMark((value as Record<string, unknown>)[name])) return true;
  }
  return false;
}

/** A text for people to read, as PostgreSQL takes it. */
export function storedText(text: string): string {
  return text.includes(NUL) ? text.replaceAll(NUL, MARK) : text;
}

function marked(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(MARK, MARK + MARK)
    .replaceAll(NUL, `${MARK}0`);
}

function unmarked(value: unknown): unknown {
  if (typeof value === 'string') {
    if (!value.includes(MARK)) return value;
    return value.replace(/\u2400([\s\S])/g, (_, which: string) => (which === '0' ? NUL : which));
  }
  if (Array.isArray(value)) return value.map(unmarked);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, unmarked(part)]));
}
