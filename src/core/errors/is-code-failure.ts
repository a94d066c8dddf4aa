import type { ErrorCode } from './codes.ts';

const codes: ReadonlySet<ErrorCode> = new Set([
  'CODE_FAILED',
  'CODE_RESULT_INVALID',
  'CODE_TIMEOUT',
  'CODE_MEMORY',
  'CODE_OUTPUT_LIMIT',
  'CODE_CRASHED',
] satisfies ErrorCode[]);

/** Is it the record at hand that code failed for, rather than all of them? */
export function isCodeFailure(code: ErrorCode): boolean {
  return codes.has(code);
}
