import { canonicalJson } from './json-text.ts';

/**
 * What stands at a place of a JSON document, as it is spelled there, so that numbers keep their digits;
 * null where the place does not exist. Of equal keys the last one counts. Throws Misfit for what is not JSON.
 */
export function jsonAt(text: string, path: readonly (string | number)[]): string | null {
  canonicalJson(text);
  const tokens = [...text.matchAll(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null|[{}[\]:,]/g)];
  let at: number | null = 0;
  for (const step of path) {
    at =
      at === null ? null : typeof step === 'number' ? itemAt(tokens, at, step) : memberAt(tokens, at, step);
  }
  if (at === null) return null;
  const last = tokens[endOf(tokens, at) - 1];
  return text.slice(tokens[at]?.index, (last?.index ?? 0) + (last?.[0].length ?? 0));
}

type Tokens = RegExpExecArray[];

/** The token behind the value that begins at this one. */
function endOf(tokens: Tokens, from: number): number {
  let depth = 0;
  for (let at = from; at < tokens.length; at++) {
    const token = tokens[at]?.[0];
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    if (depth === 0) return at + 1;
  }
  return tokens.length;
}

function itemAt(tokens: Tokens, from: number, index: number): number | null {
  if (tokens[from]?.[0] !== '[' || tokens[from + 1]?.[0] === ']') return null;
  let at = from + 1;
  for (let count = 0; count < index; count++) {
    at = endOf(tokens, at);
    if (tokens[at]?.[0] !== ',') return null;
    at++;
  }
  return at;
}

function memberAt(tokens: Tokens, from: number, name: string): number | null {
  if (tokens[from]?.[0] !== '{') return null;
  let found: number | null = null;
  for (let at = from + 1; tokens[at]?.[0].startsWith('"'); ) {
    if (JSON.parse(tokens[at]?.[0] ?? '""') === name) found = at + 2;
    at = endOf(tokens, at + 2) + 1;
  }
  return found;
}
