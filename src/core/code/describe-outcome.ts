import type { ResultDifference } from './compare-result.ts';
import type { LawBreak, LawThrow } from './law-report.ts';
import type { CaseOutcome } from './run-cases.ts';

const MOST = 80;
const MOST_FIELDS = 8;

/** What a case came to in place of what it expects, in one sentence. */
export function describeOutcome({ name, differences, got, line }: CaseOutcome): string {
  const [first, ...others] = differences;
  if (!first) return `The case "${name}" passes.`;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  const at = got.kind === 'failed' && line !== null ? ` in line ${line}` : '';
  return `The case "${name}": ${difference(first)}${at}${more}.`;
}

function difference({ row, field, expected, got }: ResultDifference): string {
  const record = `record ${(row ?? 0) + 1}`;
  if (row !== null && field === null) {
    return got === undefined ? `${record} is missing: ${expected}` : `${record} was not expected: ${got}`;
  }
  const place = [row === null || row === 0 ? '' : record, field ?? '']
    .filter((part) => part !== '')
    .join(', ');
  return `${place === '' ? '' : `${place}: `}expected ${spell(expected)}, got ${spell(got)}`;
}

const functions = { input: 'backward(forward(x))', output: 'forward(backward(y))' } as const;

/** A counter-example in one sentence. */
export function describeBreak({ law, given, back, fields }: LawBreak): string {
  const letter = law === 'input' ? 'x' : 'y';
  if (back === null) return `${functions[law]} gives no record for ${letter} = ${record(given)}.`;
  const differ = fields.map((name) => `${name} ${spell(given[name])} comes back as ${spell(back[name])}`);
  return `${functions[law]} is not ${letter} for ${letter} = ${record(given)}: ${differ.join('; ')}.`;
}

/** A record on which a function fails, in one sentence. */
export function describeThrow({ given, from, entry, message, line }: LawThrow): string {
  const which = from === 'sample' ? 'a record of the stream' : 'a made-up record';
  const at = line === null ? '' : ` in line ${line}`;
  return `${entry} fails on ${which}${at}: ${message} Record: ${record(given)}.`;
}

function spell(value: string | null | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  return JSON.stringify(value.length > MOST ? `${value.slice(0, MOST)}…` : value);
}

function record(row: Readonly<Record<string, string | null>>): string {
  const fields = Object.entries(row).map(([name, value]) => `${name}: ${spell(value)}`);
  const more = fields.length > MOST_FIELDS ? ', …' : '';
  return `{ ${fields.slice(0, MOST_FIELDS).join(', ')}${more} }`;
}
