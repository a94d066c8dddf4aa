/** An item of a list: items with one key are the same, however they are spelled. */
export type SetItem<Text = string | null> = { key: string; text: Text };

/**
 * The three-way union of two lists: of the base what both still hold, in the base's order, then what
 * either added, sorted by key. It is the same whichever of the two comes first, and each key is in it once.
 */
export function mergeSets<Text>(
  base: readonly SetItem<Text>[],
  left: readonly SetItem<Text>[],
  right: readonly SetItem<Text>[],
): SetItem<Text>[] {
  const before = new Map(base.map((item) => [item.key, item]));
  const [onLeft, onRight] = [new Set(left.map((item) => item.key)), new Set(right.map((item) => item.key))];
  const kept = [...before.values()].filter(({ key }) => onLeft.has(key) && onRight.has(key));
  const added = new Map<string, SetItem<Text>>();
  for (const item of [...left, ...right]) {
    const known = added.get(item.key);
    // Of two spellings the same one stays, whichever side it is on.
    const first = known === undefined || String(item.text) < String(known.text);
    if (!before.has(item.key) && first) added.set(item.key, item);
  }
  return [...kept, ...[...added.values()].sort((a, b) => (a.key < b.key ? -1 : 1))];
}
