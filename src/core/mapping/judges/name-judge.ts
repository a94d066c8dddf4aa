import type { NameLikeness } from '../name-likeness.ts';
import type { Evidence } from '../suggestion.ts';
import type { Judge } from './judge.ts';

/** Log-odds of full likeness less those of none, and the likeness that says as much as it leaves open. */
const weights = { meaning: 11, even: 0.66, spelling: 1.5, same: 0.7, bare: 0.5, custom: -0.8 };

/** What the names and labels say. */
export function nameJudge(names: NameLikeness): Judge {
  const weigh = (i: number, j: number) => {
    const { meaning, spelling, same, bare } = names.of(i, j);
    let odds = weights.meaning * (meaning - weights.even) + weights.spelling * (spelling - 0.5);
    if (same) odds += weights.same;
    if (same && bare) odds += weights.bare;
    // What somebody added by hand is seldom the like of what a system has from the start.
    if (names.left[i]?.custom !== names.right[j]?.custom) odds += weights.custom;
    return odds;
  };
  return { weigh, tell: (i, j) => tellNames(names, i, j, weigh(i, j)) };
}

function tellNames(names: NameLikeness, i: number, j: number, weight: number): Evidence {
  const { left, right, same, shared } = names.explain(i, j);
  const kind = left.from === 'label' || right.from === 'label' ? 'label' : 'name';
  if (same) {
    const equal = names.left[i]?.field.name === names.right[j]?.field.name;
    return {
      kind,
      weight,
      text: equal ? 'the names are equal' : `${kind}s are equal but for case and marks`,
    };
  }
  if (shared.length === 0) return { kind, weight, text: 'the names share nothing' };
  const words = shared.map(([one, other]) => (one === other ? `'${one}'` : `'${one}' is '${other}'`));
  return { kind, weight, text: `${kind}s share ${words.join(', ')}` };
}
