import { createInterface } from 'node:readline/promises';
import type { Session } from './cli.ts';
import { usageError } from './cli-error.ts';
import { interrupted } from './to-cli-error.ts';

/**
 * Asks on the terminal; true for a typed `yes`. Throws a usage error where nobody is there to ask.
 * @param lookFirst the option that shows what would be done
 */
export async function askYes(session: Session, question: string, lookFirst: string): Promise<boolean> {
  if (!session.output.canAsk || !session.stdin.isTTY) {
    throw usageError('Nobody is there to ask.', `Confirm with --yes, or look first with ${lookFirst}.`);
  }
  const terminal = createInterface({ input: session.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${question} Type yes: `, { signal: session.signal });
    return answer.trim().toLowerCase() === 'yes';
  } catch (error) {
    throw session.signal.aborted ? interrupted(error) : error;
  } finally {
    terminal.close();
  }
}
