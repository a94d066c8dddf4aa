/** A one-dimensional PostgreSQL array literal of texts, for a parameter cast to `text[]`. */
export function textArray(values: readonly (string | null | undefined)[]): string {
  if (values.length === 0) return '{}';
  // Most columns are plain: looked at value by value, and joined at once.
  return values.every(isPlain) ? `{"${values.join('","')}"}` : `{${values.map(element).join()}}`;
}

function isPlain(value: string | null | undefined): boolean {
  return value !== null && value !== undefined && !needsEscape.test(value);
}

function element(value: string | null | undefined): string {
  if (value === null || value === undefined) return 'NULL';
  return needsEscape.test(value) ? `"${value.replace(escaped, '\\$&')}"` : `"${value}"`;
}

const needsEscape = /["\\]/;
const escaped = /["\\]/g;
