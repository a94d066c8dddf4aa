import { applyNaming, type Naming, wordsOf } from './apply-naming.ts';

/** The convention that most names of several words follow; `keep` where there are none, or none that is known. */
export function detectNaming(names: Iterable<string>): Naming {
  const counts = new Map<Naming, number>();
  for (const name of names) {
    const naming = namingOf(name);
    if (naming) counts.set(naming, (counts.get(naming) ?? 0) + 1);
  }
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  return most?.[0] ?? 'keep';
}

/** One word says nothing, except a capital at its beginning. */
function namingOf(name: string): Naming | null {
  if (applyNaming(name, 'pascal') === name && /^\p{Lu}/u.test(name)) return 'pascal';
  if (wordsOf(name).length < 2) return null;
  return (['snake', 'camel'] as const).find((naming) => applyNaming(name, naming) === name) ?? null;
}
