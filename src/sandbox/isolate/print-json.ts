/**
 * A value as JSON, to be compared: what JSON has no word for but null (an infinity that reading 1e400 gives) is told
 * apart from null. Undefined, or an error, where JSON cannot hold the value at all.
 */
export function printJson(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'number' && !Number.isFinite(each) ? `\0${each}` : each,
  );
}
