import type { Value } from './value.ts';

/**
 * Many rows as one text, the form in which databases unload and load: values in order, separated by
 * tabs, each row ended by a newline; `\N` is null; backslash, tab, newline and carriage return are
 * escaped by a backslash. (PostgreSQL's COPY text format, and what MySQL's LOAD DATA reads by default.)
 */
export type TextRows = {
  /** UTF-8. */
  text: Buffer;
  count: number;
};

const NEWLINE = 0x0a;

/** The rows of `text`, each without its newline, as latin-1 strings that hold UTF-8 byte by byte. */
function* lines({ text }: TextRows): Generator<string> {
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf(NEWLINE, from);
    yield text.toString('latin1', from, end);
    from = end + 1;
  }
}

/** The first `width` values of every row. */
export function* leadingValues(rows: TextRows, width: number): Generator<Value[]> {
  for (const line of lines(rows)) {
    const values: Value[] = [];
    for (let from = 0; values.length < width; ) {
      const tab = line.indexOf('\t', from);
      values.push(parseValue(tab < 0 ? line.slice(from) : line.slice(from, tab)));
      if (tab < 0) break;
      from = tab + 1;
    }
    yield values;
  }
}

/** A text in this form as rows. */
export function toTextRows(text: Buffer): TextRows {
  let count = 0;
  for (let at = text.indexOf(NEWLINE); at >= 0; at = text.indexOf(NEWLINE, at + 1)) count += 1;
  return { text, count };
}

/** The first row alone. */
export function firstRow({ text }: TextRows): TextRows {
  return { text: text.subarray(0, text.indexOf(NEWLINE) + 1), count: 1 };
}

/** The last row alone. */
export function lastRow({ text }: TextRows): TextRows {
  return { text: text.subarray(text.lastIndexOf(NEWLINE, text.length - 2) + 1), count: 1 };
}

/** Leaves rows out, by their place from 0. */
export function withoutRows(rows: TextRows, left: ReadonlySet<number>): TextRows {
  if (left.size === 0) return rows;
  const kept: Buffer[] = [];
  let place = 0;
  for (let from = 0; from < rows.text.length; place += 1) {
    const end = rows.text.indexOf(NEWLINE, from) + 1;
    if (!left.has(place)) kept.push(rows.text.subarray(from, end));
    from = end;
  }
  return { text: Buffer.concat(kept), count: kept.length };
}

/**
 * Casts the values of every row. @param casts by column; null leaves a column as it is.
 * @throws what a cast throws.
 */
export function castRows(rows: TextRows, casts: readonly (((value: Value) => Value) | null)[]): TextRows {
  if (casts.every((cast) => cast === null)) return rows;
  const cast: string[] = [];
  for (const line of lines(rows)) {
    const columns = line.split('\t');
    for (const [i, convert] of casts.entries()) {
      if (convert) columns[i] = formatValue(convert(parseValue(columns[i] as string)));
    }
    cast.push(columns.join('\t'));
  }
  return { text: Buffer.from(`${cast.join('\n')}\n`, 'latin1'), count: rows.count };
}

/** Rows as text. */
export function formatRows(rows: readonly (readonly Value[])[]): TextRows {
  const text = rows.map((row) => `${row.map(formatValue).join('\t')}\n`).join('');
  return { text: Buffer.from(text, 'latin1'), count: rows.length };
}

function parseValue(text: string): Value {
  if (text === '\\N') return null;
  const bytes = text.includes('\\') ? text.replace(escapes, fromEscape) : text;
  return beyondAscii.test(bytes) ? Buffer.from(bytes, 'latin1').toString('utf8') : bytes;
}

function formatValue(value: Value): string {
  if (value === null) return '\\N';
  const bytes = beyondAscii.test(value) ? Buffer.from(value, 'utf8').toString('latin1') : value;
  return special.test(bytes) ? bytes.replace(specials, toEscape) : bytes;
}

const beyondAscii = /[^\0-\x7f]/;
const special = /[\\\t\n\r]/;
const specials = /[\\\t\n\r]/g;
/** The server also writes backspace, form feed and vertical tab by their letters. */
const escapes = /\\(.)/g;
const letters: Record<string, string> = { t: '\t', n: '\n', r: '\r', b: '\b', f: '\f', v: '\v' };

function fromEscape(_: string, letter: string): string {
  return letters[letter] ?? letter;
}

function toEscape(character: string): string {
  return character === '\t' ? '\\t' : character === '\n' ? '\\n' : character === '\r' ? '\\r' : '\\\\';
}
