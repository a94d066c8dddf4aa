import type { NeutralType } from './neutral-type.ts';

/**
 * Are they the same type, to the last of their settings? What a store hands back may name these in another order
 * (PostgreSQL's jsonb sorts them), and leaves out those that are undefined.
 */
export function sameType(a: NeutralType | undefined, b: NeutralType | undefined): boolean {
  return a === b || settingsOf(a) === settingsOf(b);
}

function settingsOf(type: NeutralType | undefined): string {
  return JSON.stringify(type, (_, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([x], [y]) => (x < y ? -1 : 1)))
      : value,
  );
}
