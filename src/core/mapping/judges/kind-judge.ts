import type { FieldTerms } from '../field-terms.ts';
import { type ValueKind, valueKind } from '../value-kind.ts';
import type { Judge } from './judge.ts';

/** Log-odds of two sorts of values, and of a count beside what may be the counted thing itself. */
const weights = { contradicts: -2, counts: -1.2 };

const kindNames: Record<ValueKind, string> = {
  flag: 'a yes or no',
  moment: 'a date',
  number: 'a number',
  count: 'a count',
  identifier: 'an id',
  text: 'text',
};

/** What sort of value each field holds by its type or name: a date is no id, whatever words they share. */
export function kindJudge(left: readonly FieldTerms[], right: readonly FieldTerms[]): Judge {
  const kinds = { left: left.map(valueKind), right: right.map(valueKind) };
  const weigh = (i: number, j: number) => {
    const [one, other] = [kinds.left[i], kinds.right[j]];
    if (one === other || one === 'text' || other === 'text') return 0;
    if (one && other) return isNumber(one) && isNumber(other) ? 0 : weights.contradicts;
    return one === 'count' || other === 'count' ? weights.counts : 0;
  };
  return {
    weigh,
    tell(i, j) {
      const weight = weigh(i, j);
      if (weight === 0) return null;
      const [one, other] = [kinds.left[i], kinds.right[j]].map((kind) =>
        kind ? kindNames[kind] : 'what it counts',
      );
      return { kind: 'kind', weight, text: `one is ${one}, the other ${other}` };
    },
  };
}

function isNumber(kind: ValueKind): boolean {
  return kind === 'number' || kind === 'count';
}
