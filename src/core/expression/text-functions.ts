import { Misfit } from '../values/misfit.ts';
import { bounded, expectLength, spendWork } from './budget.ts';
import { type LinearPattern, linearPattern } from './linear-pattern.ts';
import { PatternRefusal } from './pattern-parser.ts';

/** Functions over texts, by their signature. Places are counted in characters (code points), from 0. */
export const textFunctions: Record<string, (...given: never[]) => unknown> = {
  'lower(string): string': (text: string) => bounded(text.toLowerCase()),
  'upper(string): string': (text: string) => bounded(text.toUpperCase()),
  'trim(string): string': (text: string) => text.trim(),
  'replace(string, string, string): string': (text: string, old: string, now: string) => {
    if (old === '') throw new Misfit('nothing cannot be replaced');
    const parts = text.split(old);
    spendWork(text.length);
    expectLength(text.length + (parts.length - 1) * now.length);
    return parts.join(now);
  },
  'split(string, string): list<string>': (text: string, separator: string) => {
    if (separator === '') throw new Misfit('a text cannot be split at nothing');
    spendWork(text.length);
    return text === '' ? [] : text.split(separator);
  },
  'join(list<string>, string): string': (list: string[], separator: string) => {
    expectLength(list.reduce((sum, each) => sum + each.length + separator.length, 0));
    return list.join(separator);
  },
  'substring(string, int, int): string': (text: string, from: bigint, to: bigint) => {
    spendWork(text.length);
    const points = [...text];
    if (from < 0n || to < from) throw new Misfit('a part of a text ends before it begins');
    return points.slice(Number(from), Number(to)).join('');
  },
  'find(string, string): int': (text: string, what: string) => {
    spendWork(text.length);
    const at = text.indexOf(what);
    return at < 0 ? -1n : BigInt([...text.slice(0, at)].length);
  },
  'matches(string, string): bool': (text: string, pattern: string) => {
    const compiled = patternOf(pattern);
    spendWork(text.length * compiled.size);
    return compiled.test(text);
  },
};

const compiled = new Map<string, LinearPattern>();
const MOST_KEPT = 200;

function patternOf(pattern: string): LinearPattern {
  const known = compiled.get(pattern);
  if (known) return known;
  try {
    const made = linearPattern(pattern);
    if (compiled.size >= MOST_KEPT) compiled.clear();
    compiled.set(pattern, made);
    return made;
  } catch (error) {
    if (!(error instanceof PatternRefusal)) throw error;
    throw new Misfit(`the pattern cannot be read: ${error.message}`);
  }
}
