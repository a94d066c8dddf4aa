import { lexicon } from './lexicon.ts';
import { gramsOf, sharedGrams } from './trigrams.ts';

/**
 * How near two meanings are, from 0 to 1: the same, kin by the vocabulary, one an abbreviation of the
 * other, of one root, or spelled alike.
 */
export function meaningNearness(one: string, other: string): number {
  if (one === other) return 1;
  const kin = lexicon.kin.get(`${one}~${other}`);
  if (kin !== undefined) return kin;
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  if (short.length < 3 || short.includes(' ') || long.includes(' ') || short[0] !== long[0]) return 0;
  // Two words that the vocabulary knows and does not tie are two meanings, however they are spelled.
  if (lexicon.phrases.has(short) && lexicon.phrases.has(long)) return 0;
  if (isAbbreviation(short, long)) return 0.75;
  if (short.length < 5) return 0;
  const derived = sameRoot(short, long);
  const grams = sharedGrams(gramsOf(short), gramsOf(long));
  return Math.max(derived, grams >= 0.6 ? 0.5 + 0.4 * grams : 0);
}

/** `approval` and `approve`: one root with the ends that make nouns and persons of verbs. */
function sameRoot(short: string, long: string): number {
  let shared = 0;
  while (shared < short.length && short[shared] === long[shared]) shared += 1;
  if (shared < 5) return 0;
  const ends = [short.slice(shared), long.slice(shared)];
  if (ends.every((end) => /^(|e|al|ion|ation|ition|ment|anc|enc|abl|iv)$/.test(end))) return 0.9;
  return ends.every((end) => /^(|e|al|ion|ation|er|or|ee|ent|ment)$/.test(end)) ? 0.7 : 0;
}

/** `descr` and `cmpny`: the word's beginning, or its consonants in order. */
function isAbbreviation(short: string, long: string): boolean {
  if (long.length - short.length < 2) return false;
  if (long.startsWith(short)) return true;
  if (/[aeiou]/.test(short.slice(1))) return false;
  const bones = long[0] + long.slice(1).replace(/[aeiouy]/g, '');
  return bones.startsWith(short) || bones.replace(/(.)\1/g, '$1') === short;
}
