import type { StreamSchema } from '../values/stream-schema.ts';

/**
 * How many fields the widest set has that the field is part of: key, unique set, reference, or the fields
 * to match by; 0 where it is in none. Some systems bound what an index entry may hold.
 */
export function indexedWith(schema: StreamSchema, match: readonly string[], field: string): number {
  const sets = [
    schema.key,
    ...schema.uniques,
    match,
    ...schema.references.map((reference) => reference.fields),
  ];
  return Math.max(0, ...sets.filter((set) => set.includes(field)).map((set) => set.length));
}
