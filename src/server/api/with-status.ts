import { TRPCError } from '@trpc/server';
import { toAnswer } from '../to-answer.ts';
import { trpcCode } from './trpc-code.ts';

/** What a caller is told about an error, as tRPC's error with the status that the code's policy names. */
export function withStatus(error: unknown): TRPCError {
  const answer = toAnswer(error);
  return new TRPCError({ code: trpcCode(answer.code), message: answer.message, cause: answer });
}
