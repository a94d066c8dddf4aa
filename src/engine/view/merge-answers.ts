import type { CodeAnswer, CodeQuestion } from '#core/conflict/code-answers.ts';
import type { LaneCode } from '#core/flow/lane.ts';
import type { CodeFunctions } from '#core/ports/code-runner.ts';
import type { OpenCode } from './open-code.ts';

/** Answers that are kept; the same conflict is asked about again when it is decided again. */
const MOST_KEPT = 20_000;

/** What the merges of a lane's rules said of the conflicts that they were asked about. */
export class MergeAnswers {
  readonly #merges: Readonly<Record<string, LaneCode>>;
  readonly #open: OpenCode;
  readonly #opened = new Map<string, Promise<CodeFunctions>>();
  readonly #answers = new Map<string, CodeAnswer>();

  constructor(merges: Readonly<Record<string, LaneCode>>, open: OpenCode) {
    this.#merges = merges;
    this.#open = open;
  }

  /** What is known already. */
  answer(question: CodeQuestion): CodeAnswer | undefined {
    return this.#answers.get(JSON.stringify(question));
  }

  /** Asks the code, each merge once about all its questions. */
  async ask(questions: readonly CodeQuestion[]): Promise<void> {
    if (this.#answers.size > MOST_KEPT) this.#answers.clear();
    for (const node of new Set(questions.map((question) => question.node))) {
      const own = questions.filter((question) => question.node === node);
      const functions = await this.#functions(node);
      const { results } = await functions.run(
        'merge',
        own.map(({ conflict }) => conflict),
      );
      for (const [at, question] of own.entries()) {
        const result = results[at];
        if (result?.kind !== 'value' && result?.kind !== 'hold' && result?.kind !== 'failed') {
          throw new TypeError(`the merge ${node} gave no answer`);
        }
        this.#answers.set(JSON.stringify(question), result);
      }
    }
  }

  async #functions(node: string): Promise<CodeFunctions> {
    const code = this.#merges[node];
    if (!code) throw new TypeError(`the lane has no merge ${node}`);
    let opened = this.#opened.get(node);
    if (!opened) {
      opened = this.#open(code);
      this.#opened.set(node, opened);
      opened.catch(() => this.#opened.delete(node));
    }
    return opened;
  }
}
