import { normalDecimal } from './decimal-text.ts';
import { Misfit } from './misfit.ts';

/**
 * One text for one JSON value: keys sorted, the last of equal keys kept, no white space, numbers by
 * their value with all their digits. Throws Misfit for what is not JSON.
 */
export function canonicalJson(text: string): string {
  try {
    JSON.parse(text);
  } catch {
    throw new Misfit('it is not JSON');
  }
  const token = tokens();
  const next = (): string => token.exec(text)?.[1] ?? '';
  return write(next(), next);
}

/** The items of a JSON array, each as it is spelled; null for any other JSON. Throws Misfit for what is not JSON. */
export function jsonItems(text: string): string[] | null {
  canonicalJson(text);
  if (!/^\s*\[/.test(text)) return null;
  const token = tokens();
  const items: string[] = [];
  let depth = 0;
  let item = '';
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const part = match[1] ?? '';
    if (part === ']' || part === '}') depth -= 1;
    const ends = depth === 0 || (depth === 1 && part === ',');
    if (ends && item !== '') items.push(item);
    if (ends) item = '';
    else if (depth > 0) item += part;
    if (part === '[' || part === '{') depth += 1;
  }
  return items;
}

function tokens(): RegExp {
  return /\s*("(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null|[{}[\]:,])/y;
}

/** Writes the value that begins with this token; the text is known to be well-formed. */
function write(first: string, next: () => string): string {
  if (first === '{') return writeObject(next);
  if (first === '[') return writeArray(next);
  if (first.startsWith('"')) return JSON.stringify(JSON.parse(first));
  return /^[-\d]/.test(first) ? normalDecimal(first) : first;
}

function writeObject(next: () => string): string {
  const members = new Map<string, string>();
  for (let token = next(); token !== '}'; token = next()) {
    if (token === ',') continue;
    const key = JSON.stringify(JSON.parse(token));
    next();
    members.set(key, write(next(), next));
  }
  const sorted = [...members].sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, value]) => `${key}:${value}`).join(',')}}`;
}

function writeArray(next: () => string): string {
  const items: string[] = [];
  for (let token = next(); token !== ']'; token = next()) {
    if (token !== ',') items.push(write(token, next));
  }
  return `[${items.join(',')}]`;
}
