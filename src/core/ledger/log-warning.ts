import { z } from 'zod';
import type { RetainedLog } from '../ports/source.ts';

/** A source that holds back more of its log for a flow than is good. */
export const LogWarning = z.object({
  connection: z.string(),
  /** `LOG_LIMIT_NEAR`: the server will soon drop it, and the feed is lost then. */
  code: z.enum(['LOG_RETAINED', 'LOG_LIMIT_NEAR']),
  bytes: z.number(),
  /** Bytes that the server keeps at most; null where it keeps everything. */
  limit: z.number().nullable(),
});
export type LogWarning = z.infer<typeof LogWarning>;

/** The part of the server's limit from which on the log is about to be lost. */
const NEAR = 0.75;

/**
 * What is to be said of the log that a flow's sources hold back.
 * @param warnAt bytes.
 */
export function logWarnings(retained: Record<string, RetainedLog>, warnAt: number): LogWarning[] {
  return Object.entries(retained).flatMap(([connection, { bytes, limit }]): LogWarning[] => {
    if (limit !== null && bytes >= NEAR * limit)
      return [{ connection, code: 'LOG_LIMIT_NEAR', bytes, limit }];
    return bytes >= warnAt ? [{ connection, code: 'LOG_RETAINED', bytes, limit }] : [];
  });
}

/** A warning in one sentence. */
export function describeLogWarning({ connection, code, bytes, limit }: LogWarning): string {
  const size = (value: number) => {
    const megabytes = value / 1024 ** 2;
    return megabytes < 1024 ? `${megabytes.toFixed(1)} MB` : `${(megabytes / 1024).toFixed(1)} GB`;
  };
  if (code === 'LOG_RETAINED' || limit === null) return `${connection} holds back ${size(bytes)} of its log.`;
  return `${connection} holds back ${size(bytes)} of its log, and keeps no more than ${size(limit)}: beyond that the feed is lost.`;
}
