import type { FieldTerms } from '../field-terms.ts';
import { type ValueKind, valueKind } from '../value-kind.ts';
import type { Judge } from './judge.ts';

const contradicts = -2;

const kindNames: Record<ValueKind, string> = {
  flag: 'a yes or no',
  moment: 'a date',
  number: 'a number',
  identifier: 'an id',
  text: 'text',
};

/** What sort of value each field holds by its type or name: a date is no id, whatever words they share. */
export function kindJudge(left: readonly FieldTerms[], right: readonly FieldTerms[]): Judge {
  const kinds = { left: left.map(valueKind), right: right.map(valueKind) };
  const differ = (i: number, j: number) => {
    const one = kinds.left[i];
    const other = kinds.right[j];
    // Text may hold anything.
    return one && other && one !== other && one !== 'text' && other !== 'text'
      ? ([one, other] as const)
      : null;
  };
  return {
    weigh: (i, j) => (differ(i, j) ? contradicts : 0),
    tell(i, j) {
      const found = differ(i, j);
      if (!found) return null;
      const [one, other] = found;
      return {
        kind: 'kind',
        weight: contradicts,
        text: `one is ${kindNames[one]}, the other ${kindNames[other]}`,
      };
    },
  };
}
