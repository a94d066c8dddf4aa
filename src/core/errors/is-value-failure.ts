import type { ErrorCode } from './codes.ts';
import { isCodeFailure } from './is-code-failure.ts';

/** Is it a record's own values that cannot be carried, whether a cast refused them or code? */
export function isValueFailure(code: ErrorCode): boolean {
  return code === 'CAST_FAILED' || isCodeFailure(code);
}
