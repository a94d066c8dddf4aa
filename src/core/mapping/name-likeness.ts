import {
  apartWords,
  type FieldTerms,
  fieldTerms,
  type NameText,
  ownMeanings,
  type Term,
} from './field-terms.ts';
import { meaningNearness } from './meaning-nearness.ts';
import type { StreamSide } from './stream-side.ts';
import { gramsOf, sharedGrams } from './trigrams.ts';

/** How alike two fields are by what they are called. */
export type Likeness = {
  /** From 0 to 1: the weight of the meanings that both have, in that of all. */
  meaning: number;
  /** From 0 to 1: the trigrams that the best pair of texts shares. */
  spelling: number;
  /** The best pair of texts is the same but for case and marks. */
  same: boolean;
  /** Neither has a word that its system puts on its fields and the other's does not. */
  bare: boolean;
  left: NameText;
  right: NameText;
};

/** The same with the words that the best pair of texts shares, each as either side writes it. */
export type ExplainedLikeness = Likeness & { shared: [string, string][] };

/** A meaning of a text with its weight where the other text has it, and where it has not. */
type Weighed = { meaning: number; weight: number; alone: number };
type Compared = { text: NameText; terms: Weighed[]; grams: Uint32Array };

/** Weight of a meaning by its role, where both texts have it and where one alone does. */
const roleWeights: Record<Term['role'] | 'own', { weight: number; alone: number }> = {
  plain: { weight: 1, alone: 1 },
  'sets apart': { weight: 1, alone: 1.3 },
  measure: { weight: 0.35, alone: 0.6 },
  usual: { weight: 0.6, alone: 0.15 },
  form: { weight: 0.35, alone: 0.25 },
  own: { weight: 0.3, alone: 0.12 },
  filler: { weight: 0.05, alone: 0.02 },
};

/**
 * Compares the names and labels of two sides. A meaning weighs the more the fewer fields of both sides
 * have it, so that a pool full of `email …` fields does not make everything alike; what only repeats
 * the stream's own name weighs little.
 */
export class NameLikeness {
  readonly left: FieldTerms[];
  readonly right: FieldTerms[];
  readonly #compared: { left: Compared[][]; right: Compared[][] };
  readonly #meanings: string[] = [];
  readonly #ids = new Map<string, number>();
  /** By two meanings' ids; below 0 where nobody has asked yet. */
  readonly #near: Float32Array;

  constructor(left: StreamSide, right: StreamSide) {
    const known = new Set([...apartWords(left), ...apartWords(right)]);
    // What one side calls its stream, the other may write in its fields.
    const own = new Set([...ownMeanings(left), ...ownMeanings(right)]);
    this.left = fieldTerms(left, known, own);
    this.right = fieldTerms(right, known, own);
    const rarity = rarityOf([...this.left, ...this.right]);
    this.#compared = {
      left: this.#weigh(this.left, own, rarity),
      right: this.#weigh(this.right, own, rarity),
    };
    this.#near = new Float32Array(this.#meanings.length ** 2).fill(-1);
  }

  /** @param i index of the left field  @param j index of the right one */
  of(i: number, j: number): Likeness {
    let best: { left: Compared; right: Compared; meaning: number } | null = null;
    let names = 0;
    for (const left of this.#compared.left[i] ?? []) {
      for (const right of this.#compared.right[j] ?? []) {
        const same = left.text.compact === right.text.compact;
        const meaning = same ? 1 : this.#shared(left.terms, right.terms);
        if (left.text.from === 'name' && right.text.from === 'name') names = Math.max(names, meaning);
        if (!best || meaning > best.meaning) best = { left, right, meaning };
      }
    }
    if (!best) throw new Error('a field has no name');
    const { left, right, meaning } = best;
    const same = left.text.compact === right.text.compact;
    return {
      // Names are chosen with more care than labels: where they say something else, a like label counts less.
      meaning: 0.85 * meaning + 0.15 * names,
      spelling: same ? 1 : sharedGrams(left.grams, right.grams),
      same,
      bare: left.text.marks === 0 && right.text.marks === 0,
      left: left.text,
      right: right.text,
    };
  }

  /** @param i index of the left field  @param j index of the right one */
  explain(i: number, j: number): ExplainedLikeness {
    const found = this.of(i, j);
    const shared = found.left.terms.flatMap((one): [string, string][] => {
      if (one.role === 'filler') return [];
      const nearest = found.right.terms
        .map((other) => ({ other, near: meaningNearness(one.meaning, other.meaning) }))
        .sort((a, b) => b.near - a.near)[0];
      return nearest && nearest.near >= 0.3 ? [[one.text, nearest.other.text]] : [];
    });
    return { ...found, shared };
  }

  /**
   * Twice the shared weight in the weight of all: Dice's coefficient over meanings, near ones in part.
   * The nearest meanings find each other first.
   */
  #shared(left: readonly Weighed[], right: readonly Weighed[]): number {
    let shared = 0;
    let all = 0;
    let free = 0;
    const open = left.map(() => true);
    const taken = right.map(() => false);
    for (let rounds = Math.min(left.length, right.length); rounds > 0; rounds -= 1) {
      let near = 0;
      for (let i = 0; i < left.length && near < 1; i += 1) {
        if (!open[i]) continue;
        for (let j = 0; j < right.length && near < 1; j += 1) {
          if (taken[j]) continue;
          const found = this.#nearness((left[i] as Weighed).meaning, (right[j] as Weighed).meaning);
          if (found <= near) continue;
          near = found;
          free = i * right.length + j;
        }
      }
      if (near === 0) break;
      const i = Math.floor(free / right.length);
      const j = free % right.length;
      open[i] = false;
      taken[j] = true;
      const both = (left[i] as Weighed).weight + (right[j] as Weighed).weight;
      shared += near * both;
      all += both;
    }
    for (let i = 0; i < left.length; i += 1) if (open[i]) all += (left[i] as Weighed).alone;
    for (let j = 0; j < right.length; j += 1) if (!taken[j]) all += (right[j] as Weighed).alone;
    return all === 0 ? 0 : shared / all;
  }

  #nearness(one: number, other: number): number {
    if (one === other) return 1;
    const at = one * this.#meanings.length + other;
    const known = this.#near[at] as number;
    if (known >= 0) return known;
    const near = meaningNearness(this.#meanings[one] as string, this.#meanings[other] as string);
    this.#near[at] = near;
    return near;
  }

  #weigh(fields: FieldTerms[], own: ReadonlySet<string>, rarity: (meaning: string) => number): Compared[][] {
    return fields.map(({ texts }) =>
      texts.map((text) => {
        const isOwn = ({ meaning }: Term) => own.has(meaning);
        const bare = !text.terms.some(
          (term) => !isOwn(term) && term.role !== 'form' && term.role !== 'filler',
        );
        const terms = text.terms.map((term): Weighed => {
          const role = isOwn(term) ? 'own' : bare && term.role === 'form' ? 'plain' : term.role;
          const rare = 0.35 + 0.65 * rarity(term.meaning);
          const { weight, alone } = roleWeights[role];
          return { meaning: this.#idOf(term.meaning), weight: weight * rare, alone: alone * rare };
        });
        return { text, terms, grams: gramsOf(text.compact) };
      }),
    );
  }

  #idOf(meaning: string): number {
    const known = this.#ids.get(meaning);
    if (known !== undefined) return known;
    const id = this.#meanings.push(meaning) - 1;
    this.#ids.set(meaning, id);
    return id;
  }
}

/** Inverse document frequency over both sides' fields, from 0 (in all of them) to 1 (in one). */
function rarityOf(fields: FieldTerms[]): (meaning: string) => number {
  const counts = new Map<string, number>();
  for (const { texts } of fields) {
    for (const meaning of new Set(texts.flatMap(({ terms }) => terms.map((term) => term.meaning)))) {
      counts.set(meaning, (counts.get(meaning) ?? 0) + 1);
    }
  }
  const top = Math.log(fields.length + 1);
  return (meaning) => Math.min(1, Math.log((fields.length + 1) / (counts.get(meaning) ?? 1)) / top + 0.15);
}
