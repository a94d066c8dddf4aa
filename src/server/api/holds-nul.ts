/** Does an input hold the one character, NUL, that the store's texts and JSON cannot hold? Keys count as well. */
export function holdsNul(input: unknown): boolean {
  if (typeof input === 'string') return input.includes('\0');
  if (typeof input !== 'object' || input === null) return false;
  if (Array.isArray(input)) return input.some(holdsNul);
  return Object.entries(input).some(([key, value]) => key.includes('\0') || holdsNul(value));
}
