import type { CodeConflict, CodeResult } from '../ports/code-runner.ts';

/** What the code of a merge said of a conflict. */
export type CodeAnswer = Extract<CodeResult, { kind: 'value' | 'hold' | 'failed' }>;

/** A conflict that code is asked about, with the code node whose `merge` it is. */
export type CodeQuestion = { node: string; conflict: CodeConflict };

/** What code has answered so far; undefined where it was not asked yet. */
export type CodeAnswers = (question: CodeQuestion) => CodeAnswer | undefined;

/**
 * Deciding does not wait, and code does: what it was not asked yet is thrown, all of a record's
 * questions at once. Whoever decides asks them and decides again.
 */
export class Unanswered extends Error {
  readonly questions: readonly CodeQuestion[];

  constructor(questions: readonly CodeQuestion[]) {
    super(`Code was not asked about ${questions.map(({ conflict }) => conflict.field).join(', ')} yet.`);
    this.questions = questions;
  }
}
