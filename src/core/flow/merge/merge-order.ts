/**
 * The keys of both lists in one order: that of whoever moved something, with what the other one added
 * behind what it stood behind there. Where both moved something, it is mine.
 */
export function mergeOrder(base: string[], mine: string[], theirs: string[]): string[] {
  const [was, ours, others] = [new Set(base), new Set(mine), new Set(theirs)];
  const here = base.filter((key) => ours.has(key));
  const moved = mine.filter((key) => was.has(key)).some((key, at) => key !== here[at]);
  const [order, more] = moved ? [mine, theirs] : [theirs, mine];
  const known = moved ? ours : others;
  const behind = new Map<string | null, string[]>();
  let last: string | null = null;
  for (const key of more) {
    if (known.has(key)) last = key;
    else behind.set(last, [...(behind.get(last) ?? []), key]);
  }
  return [...(behind.get(null) ?? []), ...order.flatMap((key) => [key, ...(behind.get(key) ?? [])])];
}
