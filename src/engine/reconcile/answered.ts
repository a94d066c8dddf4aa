import { type CodeQuestion, Unanswered } from '#core/conflict/code-answers.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';

/** Does what does not wait; where it lacks what code has to say, that is asked, and it is done again. */
export async function answered<T>(lane: CompiledLane, work: () => T): Promise<T> {
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof Unanswered) || !lane.merges) throw error;
      await lane.merges.ask(error.questions);
    }
  }
}

/** Asks together what many pieces of work will need of code; `attempt` does one of them for nothing. */
export async function askTogether<T>(
  lane: CompiledLane,
  all: readonly T[],
  attempt: (one: T) => void,
): Promise<void> {
  if (!lane.merges) return;
  const questions: CodeQuestion[] = [];
  for (const one of all) {
    try {
      attempt(one);
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      questions.push(...error.questions);
    }
  }
  if (questions.length > 0) await lane.merges.ask(questions);
}
