/** A one-dimensional PostgreSQL array literal of texts, for a parameter cast to `text[]`. */
export function textArray(values: readonly (string | null | undefined)[]): string {
  let literal = '{';
  for (let i = 0; i < values.length; i++) {
    if (i > 0) literal += ',';
    const value = values[i];
    if (value === null || value === undefined) literal += 'NULL';
    else literal += needsEscape.test(value) ? `"${value.replace(escaped, '\\$&')}"` : `"${value}"`;
  }
  return `${literal}}`;
}

const needsEscape = /["\\]/;
const escaped = /["\\]/g;
