import { randomUUID } from 'node:crypto';
import { TRPCError } from '@trpc/server';
import { ZodError, z } from 'zod';
import { SyncError } from '#core/errors/sync-error.ts';
import { logger } from '../logger.ts';

const answers = new WeakMap<object, SyncError>();

/**
 * What a caller is told about an error. A SyncError is told as it is; malformed input becomes
 * `INPUT_INVALID`; anything else is logged under an id, and only that id is told.
 */
export function toAnswer(error: unknown): SyncError {
  if (error instanceof SyncError && error.code !== 'INTERNAL') return error;
  if (error instanceof TRPCError) return ofTrpcError(error);
  const known = typeof error === 'object' && error !== null ? answers.get(error) : undefined;
  if (known) return known;
  const answer = isStoreFault(error)
    ? new SyncError('STORE_UNREACHABLE', "Syncline's own database does not answer.", { cause: error })
    : unexpected(error);
  if (typeof error === 'object' && error !== null) answers.set(error, answer);
  answers.set(answer, answer);
  return answer;
}

function ofTrpcError(error: TRPCError): SyncError {
  const { cause } = error;
  if (cause instanceof ZodError) {
    return new SyncError('INPUT_INVALID', `The request is malformed: ${z.prettifyError(cause)}`, { cause });
  }
  if (cause !== undefined) return toAnswer(cause);
  switch (error.code) {
    case 'NOT_FOUND':
    case 'METHOD_NOT_SUPPORTED':
      return new SyncError('NOT_FOUND', error.message);
    case 'PARSE_ERROR':
    case 'BAD_REQUEST':
    case 'UNSUPPORTED_MEDIA_TYPE':
    case 'PAYLOAD_TOO_LARGE':
      return new SyncError('INPUT_INVALID', 'The request could not be read.');
    default:
      return unexpected(error);
  }
}

function unexpected(error: unknown): SyncError {
  const id = randomUUID().slice(0, 8);
  logger.error({ err: error, id }, 'unexpected error');
  return new SyncError('INTERNAL', `Something unexpected went wrong. The log has it under ${id}.`, {
    detail: id,
    cause: error,
  });
}

/** Prisma's and the socket's codes for a store that cannot be reached. */
const storeFaults = new Set([
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'ECONNREFUSED',
  'ECONNRESET',
  '57P01',
  '57P03',
]);

function isStoreFault(error: unknown): boolean {
  return error instanceof Error && 'code' in error && storeFaults.has(String(error.code));
}
