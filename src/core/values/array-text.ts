import { Misfit } from './misfit.ts';
import type { Value } from './value.ts';

/**
 * Rewrites every element of a PostgreSQL array literal, keeping dimensions and nulls.
 * Throws Misfit for a text that is no array literal, and lets through what `element` throws.
 */
export function mapArrayText(text: string, element: (value: string) => string): string {
  const bounds = /^(?:\[[+-]?\d+:[+-]?\d+\])+=/.exec(text)?.[0] ?? '';
  const scanner = { text, at: bounds.length };
  const mapped = readArray(scanner, (value) => (value === null ? null : element(value)));
  if (scanner.at !== text.length) throw notAnArray();
  return bounds + mapped;
}

type Scanner = { text: string; at: number };

function readArray(scanner: Scanner, element: (value: Value) => Value): string {
  if (scanner.text[scanner.at] !== '{') throw notAnArray();
  scanner.at++;
  if (scanner.text[scanner.at] === '}') {
    scanner.at++;
    return '{}';
  }
  const parts: string[] = [];
  for (;;) {
    const nested = scanner.text[scanner.at] === '{';
    parts.push(nested ? readArray(scanner, element) : quoted(element(readElement(scanner))));
    const next = scanner.text[scanner.at++];
    if (next === '}') return `{${parts.join(',')}}`;
    if (next !== ',') throw notAnArray();
  }
}

function readElement(scanner: Scanner): Value {
  const pattern = /"((?:[^"\\]|\\[\s\S])*)"|((?:[^"\\{},]|\\[\s\S])+)/y;
  pattern.lastIndex = scanner.at;
  const match = pattern.exec(scanner.text);
  if (match === null) throw notAnArray();
  scanner.at = pattern.lastIndex;
  if (match[2] !== undefined && /^null$/i.test(match[2])) return null;
  return (match[1] ?? match[2] ?? '').replace(/\\([\s\S])/g, '$1');
}

function quoted(value: Value): string {
  if (value === null) return 'NULL';
  if (value !== '' && !/[{}",\\\s]/.test(value) && !/^null$/i.test(value)) return value;
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}

function notAnArray(): Misfit {
  return new Misfit('it is not an array literal');
}

/** The elements of a one-dimensional array literal. Throws Misfit for any other text. */
export function arrayElements(text: string): Value[] {
  const scanner = { text, at: 0 };
  const elements: Value[] = [];
  readArray(scanner, (value) => {
    elements.push(value);
    return value;
  });
  // Only what is spelled with one pair of braces, and without bounds of its own, is a plain list.
  if (scanner.at !== text.length || text[1] === '{') throw notAnArray();
  return elements;
}

/** A one-dimensional array literal of these elements. */
export function arrayText(elements: readonly Value[]): string {
  return `{${elements.map(quoted).join(',')}}`;
}
