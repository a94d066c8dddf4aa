import { isCodeFailure } from '../code/is-code-failure.ts';
import type { ErrorCode } from '../errors/codes.ts';

/** Is it a record's own values that cannot be carried, whether a cast refused them or code? */
export function isValueFailure(code: ErrorCode): boolean {
  return code === 'CAST_FAILED' || isCodeFailure(code);
}
