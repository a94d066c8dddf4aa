import type { Row } from '#core/values/value.ts';

/** The first different values of a field that say something: neither null nor empty. */
export function sampleValues(rows: readonly Row[] | null, field: string, most: number): string[] {
  const values = (rows ?? []).flatMap((row) => {
    const value = row[field];
    return value === null || value === undefined || value === '' ? [] : [value];
  });
  return [...new Set(values)].slice(0, most);
}
