/**
 * Splits a word that is written without marks, such as `lastmodifieddate`, into known ones: the longest
 * that there are. A word that is not made of known ones throughout stays whole.
 *
 * @param known whether a part is a word; the whole word and parts of one letter are never asked for
 */
export function partWord(word: string, known: (part: string) => boolean): string[] {
  if (word.length < 5) return [word];
  /** By end: the best way to it, as the squares of the parts' lengths, which prefers long parts. */
  const best: ({ score: number; from: number } | null)[] = [{ score: 0, from: 0 }];
  for (let end = 1; end <= word.length; end += 1) {
    let found: { score: number; from: number } | null = null;
    for (let from = Math.max(0, end - 16); from <= end - 2; from += 1) {
      const before = best[from];
      if (!before || end - from === word.length || !known(word.slice(from, end))) continue;
      const score = before.score + (end - from) ** 2;
      if (!found || score > found.score) found = { score, from };
    }
    best[end] = found;
  }
  if (!best[word.length]) return [word];
  const parts: string[] = [];
  for (let end = word.length; end > 0; ) {
    const from = best[end]?.from ?? 0;
    parts.unshift(word.slice(from, end));
    end = from;
  }
  return parts;
}
