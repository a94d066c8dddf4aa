import type { CodeConflict } from '#core/ports/code-runner.ts';
import type { Row, Value } from '#core/values/value.ts';
import type { RunCallSetup } from './run-call.ts';
import { joinPieces, leftOut, pieceOf } from './wire-text.ts';

/**
 * The inputs from one on as pieces, for the marshaller of their entry.
 * @param most inputs, and `mostChars` about so many characters: one at least, whatever its size
 */
export function inputText(
  { program, entry, inputs }: Pick<RunCallSetup, 'program' | 'entry' | 'inputs'>,
  from: number,
  most: number,
  mostChars: number,
): { text: string; count: number } {
  const names = (entry === 'backward' ? program.output : program.input).map(({ name }) => name);
  const end = Math.min(inputs.length, from + most);
  const pieces = [''];
  let chars = 0;
  let at = from;
  while (at < end && chars < mostChars) {
    const before = pieces.length;
    const input = inputs[at++];
    if (entry === 'merge') addConflict(pieces, input as CodeConflict);
    else addRow(pieces, input as Row, names);
    for (let piece = before; piece < pieces.length; piece++) chars += (pieces[piece] as string).length;
  }
  return { text: joinPieces(pieces), count: at - from };
}

function addRow(pieces: string[], row: Row, names: readonly string[]): void {
  for (const name of names) pieces.push(pieceOfValue(row[name]));
}

function addConflict(pieces: string[], { field, base, left, right }: CodeConflict): void {
  pieces.push(pieceOf(field), pieceOfValue(base), pieceOfValue(left), pieceOfValue(right));
}

function pieceOfValue(value: Value | undefined): string {
  if (value === null) return '';
  return value === undefined ? leftOut : pieceOf(value);
}
