import type { ErrorCode } from './codes.ts';

/** The one error that crosses a boundary: a code with a remedy, a message for people, and the cause. */
export class SyncError extends Error {
  readonly code: ErrorCode;
  readonly detail: string;

  constructor(code: ErrorCode, message: string, options: { detail?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'SyncError';
    this.code = code;
    this.detail = options.detail ?? '';
  }
}
