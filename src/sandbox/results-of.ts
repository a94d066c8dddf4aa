import type { CodeObservation, CodeResult } from '#core/ports/code-runner.ts';
import type { Row, Value } from '#core/values/value.ts';
import { placeOf, placeOfEntry } from './place-of.ts';
import type { PartHead, RawFailure } from './protocol.ts';
import type { RunCallSetup } from './run-call.ts';
import { held, leftOut, splitPieces, textOf } from './wire-text.ts';

type Setup = Pick<RunCallSetup, 'program' | 'compiled' | 'entry' | 'observe'>;

/** What the records of a part came to. @throws Error for a part that no runtime of ours makes */
export function resultsOf(
  setup: Setup,
  part: string,
  done: number,
): { results: CodeResult[]; observed: CodeObservation[] } {
  const lineEnd = part.indexOf('\n');
  const head: PartHead = JSON.parse(part.slice(0, lineEnd));
  const pieces = splitPieces(part.slice(lineEnd + 1));
  const failures = new Map(head.failures.map((failure) => [failure.at, failure]));
  const results: CodeResult[] = [];
  const read = readerOf(setup);
  let at = 1;
  for (let record = 0; record < done; record++) {
    const failure = head.failures.length === 0 ? undefined : failures.get(record);
    const count = head.counts === null ? 1 : (head.counts[record] as number);
    results.push(failure === undefined ? read(pieces, at, count) : failed(failure, setup));
    at += count * widthOf(setup);
  }
  if (at !== pieces.length) throw new Error('A part of another length than its head says.');
  return { results, observed: setup.observe ? observations(head, done) : [] };
}

function widthOf({ entry, program }: Setup): number {
  if (entry === 'filter' || entry === 'merge') return 1;
  return (entry === 'backward' ? program.input : program.output).length;
}

function readerOf({ entry, program }: Setup): (pieces: string[], at: number, count: number) => CodeResult {
  if (entry === 'filter') return (pieces, at) => ({ kind: 'keep', keep: pieces[at] === 't' });
  if (entry === 'merge') return merged;
  const names = (entry === 'backward' ? program.input : program.output).map(({ name }) => name);
  // Assigned, it would be no field but the prototype.
  const define = names.includes('__proto__');
  return (pieces, at, count) => {
    const rows: Row[] = [];
    for (let row = 0; row < count; row++) rows.push(rowOf(names, pieces, at + row * names.length, define));
    return { kind: 'records', rows };
  };
}

function rowOf(names: readonly string[], pieces: readonly string[], at: number, define: boolean): Row {
  const row: Row = {};
  for (let index = 0; index < names.length; index++) {
    const piece = pieces[at + index] as string;
    if (piece === leftOut) continue;
    const name = names[index] as string;
    const value = valueOfPiece(piece);
    if (!define) row[name] = value;
    else Object.defineProperty(row, name, { value, writable: true, enumerable: true, configurable: true });
  }
  return row;
}

function merged(pieces: readonly string[], at: number): CodeResult {
  const piece = pieces[at] as string;
  return piece === held ? { kind: 'hold' } : { kind: 'value', value: valueOfPiece(piece) };
}

function valueOfPiece(piece: string): Value {
  return piece === '' ? null : textOf(piece);
}

function failed({ code, message, stack }: RawFailure, { compiled, program, entry }: Setup): CodeResult {
  const place = placeOf(stack, compiled) ?? placeOfEntry(program.source, entry);
  return { kind: 'failed', failure: { code, message, ...place } };
}

function observations({ consoles, micros = 0, bytes = 0 }: PartHead, done: number): CodeObservation[] {
  return Array.from({ length: done }, (_, index) => ({ console: consoles?.[index] ?? [], micros, bytes }));
}
