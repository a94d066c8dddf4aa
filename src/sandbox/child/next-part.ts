import { describeThrown } from '../isolate/describe-thrown.ts';
import { phases, progressAt } from '../isolate/run-records.ts';
import type { PartHead } from '../protocol.ts';
import { joinPieces } from '../wire-text.ts';
import type { ProgramContext } from './program-context.ts';

/** What isolated-vm says where it stopped the code, and not the code itself. */
export const stopWords = {
  time: 'Script execution timed out.',
  memory: /^Isolate (was|is) disposed|memory limit/,
} as const;

/**
 * The next part of a run. isolated-vm hands on a promise that was rejected and that nobody waits for, once the code
 * has nothing more to do: where each part is one record, that record fails with it.
 * @throws what stopped the code; also such a rejection, where nobody knows whose it is
 */
export async function nextPart(
  context: ProgramContext,
  words: Int32Array,
  { single, observe, timeout }: { single: boolean; observe: boolean; timeout: number },
): Promise<string> {
  let rejected: string | null = null;
  for (;;) {
    try {
      const part = await context.go(timeout);
      if (part !== undefined) return rejected ?? part;
    } catch (error) {
      if (!single || !isRejection(error, words)) throw error;
      rejected ??= rejectedPart(error, observe);
      // The part itself is lost where the record was through.
      if (Atomics.load(words, progressAt.phase) === phases.through) return rejected;
    }
  }
}

/** Whether it is what code rejected: our own functions were through when it came, and no limit was passed. */
export function isRejection(error: unknown, words: Int32Array): boolean {
  const message = error instanceof Error ? error.message : '';
  if (message === stopWords.time || stopWords.memory.test(message)) return false;
  const phase = Atomics.load(words, progressAt.phase);
  return phase !== phases.working && phase !== phases.reading;
}

/** A part of one record that failed so. */
function rejectedPart(error: unknown, observe: boolean): string {
  const failure = { at: 0, code: 'CODE_FAILED', ...describeThrown(error) } as const;
  const head: PartHead = { counts: [0], failures: [failure], consoles: observe ? [[]] : null };
  return `${JSON.stringify(head)}\n${joinPieces([''])}`;
}
