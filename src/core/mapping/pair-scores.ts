import type { Judge } from './judges/judge.ts';
import { keyJudge } from './judges/key-judge.ts';
import { kindJudge } from './judges/kind-judge.ts';
import { nameJudge } from './judges/name-judge.ts';
import { pastJudge } from './judges/past-judge.ts';
import { typeJudge } from './judges/type-judge.ts';
import { NameLikeness } from './name-likeness.ts';
import type { PastDecision } from './past-decision.ts';
import type { StreamSide } from './stream-side.ts';
import type { Suggestion } from './suggestion.ts';

/** Log-odds under which nobody would look at a pair. */
const leastOdds = -6;

/** How likely each pair of fields of two sides is. */
export class PairScores {
  readonly #left: StreamSide;
  readonly #right: StreamSide;
  readonly #judges: Judge[];
  /** Log-odds that two fields belong together, each pair by itself: row after row of left fields. */
  readonly odds: Float64Array;

  constructor(left: StreamSide, right: StreamSide, past: readonly PastDecision[]) {
    this.#left = left;
    this.#right = right;
    const names = new NameLikeness(left, right);
    this.#judges = [
      nameJudge(names),
      kindJudge(names.left, names.right),
      typeJudge(left, right),
      keyJudge(left, right),
      pastJudge(left, right, past),
    ];
    const columns = right.fields.length;
    this.odds = new Float64Array(left.fields.length * columns);
    for (let i = 0; i < left.fields.length; i += 1) {
      for (let j = 0; j < columns; j += 1) {
        this.odds[i * columns + j] = this.#judges.reduce((sum, judge) => sum + judge.weigh(i, j), 0);
      }
    }
  }

  /** Right fields of a left one, the most likely first, without those that have nothing to do with it. */
  best(i: number, upTo: number): number[] {
    const columns = this.#right.fields.length;
    const row = Array.from(this.odds.subarray(i * columns, (i + 1) * columns), (odds, j) => ({ odds, j }));
    return row
      .filter(({ odds }) => odds > leastOdds)
      .sort((a, b) => b.odds - a.odds || a.j - b.j)
      .slice(0, upTo)
      .map(({ j }) => j);
  }

  /** The pair with its confidence and what speaks for it. */
  suggestion(i: number, j: number): Suggestion {
    const evidence = this.#judges
      .map((judge) => judge.tell(i, j))
      .filter((each) => each !== null)
      .map((each) => ({ ...each, weight: Math.round(each.weight * 100) / 100 }))
      .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
    return {
      left: this.#left.fields[i]?.name ?? '',
      right: this.#right.fields[j]?.name ?? '',
      confidence: Math.round(this.#confidence(i, j) * 1000) / 1000,
      reason: evidence.map(({ text }) => text).join('; '),
      evidence,
    };
  }

  /** The pair's odds beside those of the next best pairs of either field, and of none at all. */
  #confidence(i: number, j: number): number {
    const columns = this.#right.fields.length;
    const rows = this.#left.fields.length;
    const mine = Math.exp(this.odds[i * columns + j] as number);
    const rivals: number[] = [];
    for (let k = 0; k < columns; k += 1) if (k !== j) rivals.push(this.odds[i * columns + k] as number);
    for (let k = 0; k < rows; k += 1) if (k !== i) rivals.push(this.odds[k * columns + j] as number);
    const others = rivals
      .sort((a, b) => b - a)
      .slice(0, 3)
      .reduce((sum, odds) => sum + Math.exp(odds), 0);
    return mine / (1 + mine + others);
  }
}
