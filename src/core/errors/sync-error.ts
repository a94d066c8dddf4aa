import type { ErrorCode } from './codes.ts';
import type { FailedAt } from './failed-at.ts';

/** The one error that crosses a boundary: a code with a remedy, a message for people, and the cause. */
export class SyncError extends Error {
  readonly code: ErrorCode;
  readonly detail: string;
  /** What refused, where that is known. */
  readonly at: FailedAt | null;

  constructor(
    code: ErrorCode,
    message: string,
    options: { detail?: string; at?: FailedAt | null; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'SyncError';
    this.code = code;
    this.detail = options.detail ?? '';
    this.at = options.at ?? null;
  }
}
