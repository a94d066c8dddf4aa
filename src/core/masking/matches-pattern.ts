/**
 * Whether a name fits a pattern, in which `*` stands for any text, whatever the case. It takes no longer than
 * the two lengths multiplied, whatever the pattern.
 */
export function matchesPattern(pattern: string, name: string): boolean {
  const wanted = pattern.toLowerCase();
  const text = name.toLowerCase();
  let at = 0;
  let place = 0;
  // Where the last star stands, and up to where it has been stretched.
  let star = -1;
  let stretched = 0;
  while (place < text.length) {
    if (wanted[at] === '*') {
      star = at;
      stretched = place;
      at += 1;
    } else if (wanted[at] === text[place]) {
      at += 1;
      place += 1;
    } else if (star >= 0) {
      at = star + 1;
      stretched += 1;
      place = stretched;
    } else {
      return false;
    }
  }
  while (wanted[at] === '*') at += 1;
  return at === wanted.length;
}
