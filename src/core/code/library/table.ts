/** The flow's look-up tables, which are the global `tables`. */

/** A look-up table: texts by texts. */
export type Table = { readonly [key: string]: string | null | undefined };

/**
 * What the table has for a key, or the fallback.
 * @example table.find(tables.countries, record.country, 'unknown')
 */
export function find(given: Table, key: string | null, fallback: string): string;
export function find(given: Table, key: string | null, fallback?: null): string | null;
export function find(given: Table, key: string | null, fallback: string | null = null): string | null {
  return key !== null && Object.hasOwn(given, key) ? (given[key] ?? fallback) : fallback;
}

/**
 * What the table has for a key. Throws an error where it has none: the record fails and says so.
 * @example table.require(tables.countries, record.country)
 */
export function require(given: Table, key: string | null): string {
  const found = find(given, key);
  if (found === null) throw new RangeError(`The table has nothing for ${JSON.stringify(key)}.`);
  return found;
}

/**
 * The first key that has this value; null where none has it. The way back through a table.
 * @example table.keyOf({ DE: 'Germany', FR: 'France' }, 'France') // 'FR'
 */
export function keyOf(given: Table, value: string | null): string | null {
  return Object.keys(given).find((key) => given[key] === value) ?? null;
}
