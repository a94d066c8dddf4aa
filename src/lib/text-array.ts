/** A one-dimensional PostgreSQL array literal of texts, for a parameter cast to `text[]`. */
export function textArray(values: readonly (string | null | undefined)[]): string {
  if (values.length === 0) return '{}';
  // Most columns are plain: joined at once, they are looked at once.
  if (!values.includes(null) && !values.includes(undefined)) {
    const joined = values.join(separator);
    const separated = joined.replaceAll(separator, '","');
    // A value that holds the separator would become two.
    const whole = separated.length === joined.length + 2 * (values.length - 1);
    if (whole && !needsEscape.test(joined)) return `{"${separated}"}`;
  }
  return `{${values.map(element).join()}}`;
}

function element(value: string | null | undefined): string {
  if (value === null || value === undefined) return 'NULL';
  return needsEscape.test(value) ? `"${value.replace(escaped, '\\$&')}"` : `"${value}"`;
}

/** No PostgreSQL text holds it; a value of another system that does is refused there. */
const separator = '\0';
const needsEscape = /["\\]/;
const escaped = /["\\]/g;
