/** The list with the value put in or taken out; null when nothing is left. */
export function toggled<T>(list: readonly T[] | null, value: T): T[] | null {
  const next = list?.includes(value) ? list.filter((part) => part !== value) : [...(list ?? []), value];
  return next.length > 0 ? next : null;
}
