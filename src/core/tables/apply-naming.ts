import { z } from 'zod';

/** How names of several words are written; `keep` leaves them as the source has them. */
export const Naming = z.enum(['snake', 'camel', 'pascal', 'keep']);
export type Naming = z.infer<typeof Naming>;

/** A name in another convention: its words stay, also singular and plural. A name without words is left alone. */
export function applyNaming(name: string, naming: Naming): string {
  const words = naming === 'keep' ? [] : wordsOf(name);
  if (words.length === 0) return name;
  if (naming === 'snake') return words.map((word) => word.toLowerCase()).join('_');
  const capitals = words.map(capital).join('');
  return naming === 'pascal' ? capitals : capitals.replace(/^\p{Lu}/u, (first) => first.toLowerCase());
}

/** `accountOwner`, `account_owner` and `HTTPServer2` as words. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/(\p{Ll}|\p{Nd})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '');
}

function capital(word: string): string {
  const [first = '', ...rest] = word.toLowerCase();
  return first.toUpperCase() + rest.join('');
}
