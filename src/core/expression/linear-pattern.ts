import { type Matches, type PatternNode, PatternRefusal, parsePattern } from './pattern-parser.ts';

type Instruction =
  | { op: 'char'; matches: Matches }
  | { op: 'split'; to: [number, number] }
  | { op: 'jump'; to: number }
  | { op: 'start' | 'end' | 'match' };

const LONGEST_PATTERN = 500;
const MOST_INSTRUCTIONS = 2000;

/** A regular expression whose time is bounded by the text's length times `size`. */
export type LinearPattern = { size: number; test: (text: string) => boolean };

/**
 * Compiles a pattern to a set of states that are followed side by side (Thompson 1968; Cox, "Regular
 * Expression Matching Can Be Simple And Fast"), so that no text makes it slow. It matches anywhere in the text.
 * Throws PatternRefusal.
 */
export function linearPattern(pattern: string): LinearPattern {
  if (pattern.length > LONGEST_PATTERN)
    throw new PatternRefusal(`it is longer than ${LONGEST_PATTERN} characters`);
  const program: Instruction[] = [];
  emit(parsePattern(pattern), program);
  program.push({ op: 'match' });
  return { size: program.length, test: (text) => run(program, text) };
}

function push(program: Instruction[], instruction: Instruction): number {
  if (program.length >= MOST_INSTRUCTIONS) throw new PatternRefusal('its repetitions are too many');
  return program.push(instruction) - 1;
}

function emit(node: PatternNode, program: Instruction[]): void {
  switch (node.kind) {
    case 'char':
      push(program, { op: 'char', matches: node.matches });
      return;
    case 'start':
    case 'end':
      push(program, { op: node.kind });
      return;
    case 'sequence':
      for (const part of node.of) emit(part, program);
      return;
    case 'choice':
      emitChoice(node.of, program);
      return;
    case 'repeat':
      emitRepeat(node, program);
  }
}

function emitChoice(of: PatternNode[], program: Instruction[]): void {
  const ends: number[] = [];
  for (const [index, part] of of.entries()) {
    if (index === of.length - 1) {
      emit(part, program);
      continue;
    }
    const split = push(program, { op: 'split', to: [0, 0] });
    emit(part, program);
    ends.push(push(program, { op: 'jump', to: 0 }));
    program[split] = { op: 'split', to: [split + 1, program.length] };
  }
  for (const end of ends) program[end] = { op: 'jump', to: program.length };
}

function emitRepeat(
  { of, least, most }: Extract<PatternNode, { kind: 'repeat' }>,
  program: Instruction[],
): void {
  for (let count = 0; count < least; count++) emit(of, program);
  if (most === Number.POSITIVE_INFINITY) {
    const split = push(program, { op: 'split', to: [0, 0] });
    emit(of, program);
    push(program, { op: 'jump', to: split });
    program[split] = { op: 'split', to: [split + 1, program.length] };
    return;
  }
  const splits: number[] = [];
  for (let count = least; count < most; count++) {
    splits.push(push(program, { op: 'split', to: [0, 0] }));
    emit(of, program);
  }
  for (const split of splits) program[split] = { op: 'split', to: [split + 1, program.length] };
}

function run(program: Instruction[], text: string): boolean {
  let current: number[] = [];
  const seen = new Int32Array(program.length).fill(-1);
  const points = [...text];
  for (let at = 0; at <= points.length; at++) {
    // A match may begin at every place.
    if (follow(program, 0, at, points.length, current, seen)) return true;
    const point = points[at]?.codePointAt(0);
    if (point === undefined) return false;
    const next: number[] = [];
    for (const state of current) {
      const instruction = program[state];
      if (instruction?.op !== 'char' || !instruction.matches(point)) continue;
      if (follow(program, state + 1, at + 1, points.length, next, seen)) return true;
    }
    current = next;
  }
  return false;
}

/** Adds the states reached without a character; says whether one of them is the end of the pattern. */
function follow(
  program: Instruction[],
  from: number,
  at: number,
  length: number,
  into: number[],
  seen: Int32Array,
): boolean {
  const waiting = [from];
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    if (seen[state] === at) continue;
    seen[state] = at;
    const instruction = program[state];
    if (instruction?.op === 'match') return true;
    if (instruction?.op === 'char') into.push(state);
    else if (instruction?.op === 'jump') waiting.push(instruction.to);
    else if (instruction?.op === 'split') waiting.push(instruction.to[1], instruction.to[0]);
    else if (instruction?.op === 'start' ? at === 0 : at === length) waiting.push(state + 1);
  }
  return false;
}
