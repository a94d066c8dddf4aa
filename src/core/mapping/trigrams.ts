/** The trigrams of a text without marks, with its start and end marked, each once and in order. */
export function gramsOf(text: string): Uint32Array {
  const letters = [1, 1, ...[...text].map((letter) => (letter.codePointAt(0) ?? 0) & 0x3ff), 2];
  const grams = new Set<number>();
  for (let at = 0; at + 2 < letters.length; at += 1) {
    const [a = 0, b = 0, c = 0] = letters.slice(at, at + 3);
    grams.add((a << 20) | (b << 10) | c);
  }
  return Uint32Array.from(grams).sort();
}

/** The share of trigrams that two texts have in common, from 0 to 1 (Dice's coefficient). */
export function sharedGrams(one: Uint32Array, other: Uint32Array): number {
  if (one.length === 0 || other.length === 0) return 0;
  let shared = 0;
  for (let i = 0, j = 0; i < one.length && j < other.length; ) {
    const a = one[i] as number;
    const b = other[j] as number;
    if (a === b) shared += 1;
    if (a <= b) i += 1;
    if (b <= a) j += 1;
  }
  return (2 * shared) / (one.length + other.length);
}
