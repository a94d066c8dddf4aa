import type { CodeFailure, CodeObservation } from '../ports/code-runner.ts';
import type { Row } from '../values/value.ts';
import type { CaseResult } from './code-case.ts';

/** What code came to for one record that somebody tried it on. */
export type TriedRecord = {
  /** What the function was given. */
  given: Row;
  result: CaseResult;
  /** Why it failed, and where; null where it did not. */
  failure: CodeFailure | null;
  observed: CodeObservation;
};
