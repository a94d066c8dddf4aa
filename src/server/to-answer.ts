import { randomUUID } from 'node:crypto';
import { TRPCError } from '@trpc/server';
import { ZodError, z } from 'zod';
import { SyncError } from '#core/errors/sync-error.ts';
import { logger } from './logger.ts';

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
  // The same error thrown by the code itself is no matter of the request.
  if (error.code === 'BAD_REQUEST' && cause instanceof ZodError) {
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
  if (!(error instanceof Error && 'code' in error)) return false;
  if (storeFaults.has(String(error.code))) return true;
  // A raw query's own code says only that it failed; the driver's fault is inside.
  const { kind } = RawQueryFault.catch({ meta: {} }).parse(error).meta.driverAdapterError?.cause ?? {};
  return kind !== undefined && driverFaults.has(kind);
}

const driverFaults = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
]);

const RawQueryFault = z.object({
  meta: z.object({
    driverAdapterError: z.object({ cause: z.object({ kind: z.string().optional() }) }).optional(),
  }),
});
