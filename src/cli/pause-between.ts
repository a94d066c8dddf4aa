import { setTimeout as sleep } from 'node:timers/promises';
import { interrupted } from './to-cli-error.ts';

/** Waits, in milliseconds; throws the report of an interruption when the signal is given. */
export async function pauseBetween(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal });
  } catch (cause) {
    throw interrupted(cause);
  }
}
