import type { ErrorCode } from '../errors/codes.ts';
import { errorPolicy } from '../errors/policy.ts';
import type { Problem } from './problem.ts';

export type ProblemPlace = { nodeId?: string; edgeId?: string; fieldIndex?: number };

/** Collects problems, each of them once. */
export class ProblemList {
  readonly #problems = new Map<string, Problem>();

  /** @param remedy how to mend it; the code's own remedy where none is given. */
  error(code: ErrorCode, place: ProblemPlace, message: string, remedy?: string): void {
    this.#add('error', code, place, message, remedy);
  }

  warning(code: ErrorCode, place: ProblemPlace, message: string, remedy?: string): void {
    this.#add('warning', code, place, message, remedy);
  }

  get hasErrors(): boolean {
    return [...this.#problems.values()].some((problem) => problem.severity === 'error');
  }

  /** Errors first, otherwise in the order they were found. */
  all(): Problem[] {
    const problems = [...this.#problems.values()];
    return [
      ...problems.filter((problem) => problem.severity === 'error'),
      ...problems.filter((problem) => problem.severity === 'warning'),
    ];
  }

  #add(
    severity: Problem['severity'],
    code: ErrorCode,
    place: ProblemPlace,
    message: string,
    remedy?: string,
  ) {
    const problem: Problem = {
      code,
      severity,
      message,
      remedy: remedy ?? errorPolicy[code].remedy,
      nodeId: place.nodeId ?? null,
      edgeId: place.edgeId ?? null,
      fieldIndex: place.fieldIndex ?? null,
    };
    const key = JSON.stringify([code, problem.nodeId, problem.edgeId, problem.fieldIndex, message]);
    if (!this.#problems.has(key)) this.#problems.set(key, problem);
  }
}
