import { CliError } from './cli-error.ts';
import type { Operation } from './watch-operation.ts';

/** Throws what an operation failed of, or that it was cancelled. */
export function requireDone(operation: Operation): void {
  const { state, error } = operation;
  if (state === 'done') return;
  if (state === 'cancelled')
    throw new CliError('INTERNAL', 'It was cancelled.', { remedy: 'Start it again.' });
  if (!error) throw new CliError('INTERNAL', 'It failed without a reason.');
  throw new CliError(error.code, error.message, { remedy: error.remedy });
}
