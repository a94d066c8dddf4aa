import { isCodeFailure } from '../errors/is-code-failure.ts';
import { refusedByMapping } from './refused-by-mapping.ts';

/** Did a side's code, or the mapping before it, fail for a row? Then the line has the row as the system has it. */
export function failedInView(...[view, line]: Parameters<typeof refusedByMapping>): boolean {
  if (view === undefined) return false;
  return (line.code !== null && isCodeFailure(line.code)) || refusedByMapping(view, line);
}
