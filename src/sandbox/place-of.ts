import { SourceMapConsumer } from 'source-map-js';
import type { CodeEntry } from '#core/code/code-form.ts';
import { codeFile } from './child/program-context.ts';
import { type CompiledProgram, moduleOf } from './compile-program.ts';

export type Place = { module: string | null; line: number | null; column: number | null };

const nowhere: Place = { module: null, line: null, column: null };

/** Where the node's code exports a function: what is said of failures that have no place of their own. */
export function placeOfEntry(source: string, entry: CodeEntry): Place {
  const found = new RegExp(`\\bexport\\b[^\\n]*?\\b${entry}\\b`).exec(source);
  if (found === null) return nowhere;
  const at = found.index + found[0].length - entry.length;
  const before = source.slice(0, at).split('\n');
  return { module: null, line: before.length, column: (before.at(-1) as string).length + 1 };
}

/**
 * The place in the TypeScript that a stack came through first: in the node's code or in a module of the workspace,
 * not in the standard library.
 * @param stack as V8 writes it, of the compiled code
 */
export function placeOf(stack: string, compiled: CompiledProgram): Place | null {
  const frames = [...stack.matchAll(framePattern)];
  if (frames.length === 0) return null;
  const consumer = consumerOf(compiled);
  for (const [, line, column] of frames) {
    // Code may have written the stack itself.
    if (!(Number(line) >= 1 && Number(column) >= 1)) continue;
    const found = consumer.originalPositionFor({ line: Number(line), column: Number(column) - 1 });
    if (!found.source?.startsWith('code:') || found.line === null) continue;
    return { module: moduleOf(found.source), line: found.line, column: found.column + 1 };
  }
  return null;
}

/** Reading a map takes far longer than a record: it is read once for all records of a program that fail. */
const consumers = new WeakMap<CompiledProgram, SourceMapConsumer>();

function consumerOf(compiled: CompiledProgram): SourceMapConsumer {
  const known = consumers.get(compiled) ?? new SourceMapConsumer(JSON.parse(compiled.map));
  consumers.set(compiled, known);
  return known;
}

const framePattern = new RegExp(`(?:\\(|at )${codeFile}:(\\d+):(\\d+)`, 'g');
