import type { CodeConflict } from '../ports/code-runner.ts';
import type { Row } from '../values/value.ts';
import type { CodeCase } from './code-case.ts';

/** What the function of a case is given: a record, or for `merge` the conflict that its input spells. */
export function caseInput({ entry, input }: Pick<CodeCase, 'entry' | 'input'>): Row | CodeConflict {
  if (entry !== 'merge') return input;
  const { field, base, left, right } = input;
  return { field: field ?? '', base, left: left ?? null, right: right ?? null };
}

/** The same the other way round. */
export function inputOfConflict({ field, base, left, right }: CodeConflict): Row {
  return { field, ...(base === undefined ? {} : { base }), left, right };
}
