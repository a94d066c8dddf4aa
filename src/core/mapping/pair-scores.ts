import { addressJudge } from './judges/address-judge.ts';
import type { Judge } from './judges/judge.ts';
import { keyJudge } from './judges/key-judge.ts';
import { kindJudge } from './judges/kind-judge.ts';
import { nameJudge } from './judges/name-judge.ts';
import { pastJudge } from './judges/past-judge.ts';
import { typeJudge } from './judges/type-judge.ts';
import { valueJudge } from './judges/value-judge.ts';
import { NameLikeness } from './name-likeness.ts';
import type { PastDecision } from './past-decision.ts';
import type { StreamSide } from './stream-side.ts';
import type { Suggestion } from './suggestion.ts';

/** Log-odds under which nobody would look at a pair. */
const leastOdds = -6;

/**
 * From odds to confidence: logistic regression over the assigned pairs of the fixtures whose truth is
 * known (docs/mapping.md), on a pair's odds and on its lead over every other pair of either field.
 */
const calibration = { base: 1.14, odds: 0.33, lead: 0.66, most: 6, least: 4, certain: 5 };

/** Log-odds under which two fields have nothing to do with each other: what every pair has as a rival. */
export const noOdds = -3;

/** How likely each pair of fields of two sides is. */
export class PairScores {
  readonly #left: StreamSide;
  readonly #right: StreamSide;
  readonly #judges: Judge[];
  readonly #best = { left: new Map<number, [number, number]>(), right: new Map<number, [number, number]>() };
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
      valueJudge(left, right),
      pastJudge(left, right, past),
    ];
    this.odds = new Float64Array(left.fields.length * right.fields.length);
    for (const judge of this.#judges) this.#add(judge);
    const address = addressJudge(names.left, names.right, this.odds);
    this.#judges.push(address);
    this.#add(address);
  }

  #add(judge: Judge): void {
    const columns = this.#right.fields.length;
    for (let at = 0; at < this.odds.length; at += 1) {
      const i = Math.floor(at / columns);
      this.odds[at] = (this.odds[at] as number) + judge.weigh(i, at - i * columns);
    }
  }

  /** Right fields of a left one, the most likely first, without those that have nothing to do with it. */
  best(i: number, upTo: number): number[] {
    const columns = this.#right.fields.length;
    const row = Array.from(this.odds.subarray(i * columns, (i + 1) * columns), (odds, j) => ({ odds, j }));
    return (
      row
        .filter(({ odds }) => odds > leastOdds)
        .sort((a, b) => b.odds - a.odds || a.j - b.j)
        .slice(0, 2 * upTo)
        .map(({ j }) => ({ j, confidence: this.#confidence(i, j) }))
        // What another left field fits better comes later.
        .sort((a, b) => b.confidence - a.confidence)
        .slice(0, upTo)
        .map(({ j }) => j)
    );
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

  /** How likely the pair is right, by its odds and by how far they are above those of every other pair of either field. */
  #confidence(i: number, j: number): number {
    const mine = this.odds[i * this.#right.fields.length + j] as number;
    const [row, column] = [this.#top('left', i), this.#top('right', j)];
    // The pair itself is the best of its row, of its column, of both or of none.
    const rival = Math.max(...[row, column].map(([best, next]) => (best === mine ? next : best)));
    const lead = Math.min(calibration.most, Math.max(-calibration.least, mine - rival));
    return sigmoid(
      calibration.base + calibration.odds * Math.min(mine, calibration.certain) + calibration.lead * lead,
    );
  }

  /** The two best odds of a field's pairs. */
  #top(side: 'left' | 'right', index: number): [number, number] {
    const known = this.#best[side].get(index);
    if (known) return known;
    const columns = this.#right.fields.length;
    const [from, count, step] =
      side === 'left' ? [index * columns, columns, 1] : [index, this.#left.fields.length, columns];
    const top: [number, number] = [noOdds, noOdds];
    for (let n = 0; n < count; n += 1) {
      const odds = this.odds[from + n * step] as number;
      if (odds > top[0]) top.splice(0, 2, odds, top[0]);
      else if (odds > top[1]) top[1] = odds;
    }
    this.#best[side].set(index, top);
    return top;
  }
}

function sigmoid(odds: number): number {
  return 1 / (1 + Math.exp(-odds));
}
