import { TRPCClientError } from '@trpc/client';
import { z } from 'zod';
import { ErrorCode } from '#core/errors/codes.ts';
import { toSyncError } from '#core/errors/to-sync-error.ts';
import { CliError } from './cli-error.ts';

const Answer = z.object({
  sync: z.object({ code: ErrorCode, message: z.string(), detail: z.string(), remedy: z.string() }),
});

/** What the command reports of anything that was thrown while it spoke to the server at `url`. */
export function toCliError(thrown: unknown, url: string): CliError {
  if (thrown instanceof CliError) return thrown;
  if (!(thrown instanceof TRPCClientError)) {
    const { code, message, detail } = toSyncError(thrown);
    return new CliError(code, message, { detail, cause: thrown });
  }
  const answer = Answer.safeParse(thrown.data);
  if (answer.success) {
    const { code, message, detail, remedy } = answer.data.sync;
    return new CliError(code, message, { detail, remedy, cause: thrown });
  }
  if (thrown.cause?.name === 'AbortError') return interrupted(thrown);
  if (thrown.cause instanceof TypeError) {
    return new CliError('CONNECTION_REFUSED', `Nothing answers at ${url}.`, {
      detail: reasonOf(thrown.cause),
      remedy: 'Start Syncline with npm start, or name its address with --server.',
      cause: thrown,
    });
  }
  return new CliError('CONNECTION_LOST', `What answers at ${url} is not Syncline, or it is just starting.`, {
    detail: thrown.message,
    remedy: 'Wait until npm start says that it is ready, or name the right address with --server.',
    cause: thrown,
  });
}

/** The person ended the command. */
export function interrupted(cause: unknown): CliError {
  return new CliError('INTERNAL', 'Interrupted.', { remedy: 'Run the command again.', cause });
}

function reasonOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.message : error.message;
}
