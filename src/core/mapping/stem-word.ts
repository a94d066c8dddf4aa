/**
 * The stem of an English word in lower case: without plural, `-ed` and `-ing`, without a final `e`,
 * and with `i` for a final `y`, so that `created`, `creates` and `create` are the same. It only strips
 * inflections: `creation` stays another word, which the vocabulary ties to them.
 */
export function stemWord(word: string): string {
  if (word.length <= 3 || /\d/.test(word) || nouns.has(word)) return word;
  return plainEnd(withoutVerbEnd(withoutPlural(word)));
}

/** Words that end like a verb's form and mean something of their own. */
const nouns = new Set(
  'billing mailing meeting rating building training listing shipping pricing string marketing holding setting'.split(
    ' ',
  ),
);

function withoutPlural(word: string): string {
  if (/(ss|us|is)$/.test(word)) return word;
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(x|ch|sh|ss)es$/.test(word)) return word.slice(0, -2);
  return word.endsWith('s') ? word.slice(0, -1) : word;
}

function withoutVerbEnd(word: string): string {
  const end = /(ed|ing)$/.exec(word)?.[0];
  if (!end) return word;
  const rest = word.slice(0, -end.length);
  if (rest.length < 3 || !/[aeiouy]/.test(rest)) return word;
  return /([bdfgmnprt])\1$/.test(rest) ? rest.slice(0, -1) : rest;
}

function plainEnd(word: string): string {
  if (word.endsWith('e')) return word.slice(0, -1);
  return word.endsWith('y') ? `${word.slice(0, -1)}i` : word;
}
