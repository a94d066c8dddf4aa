import { z } from 'zod';

/** What the values of a field look like in a sample of its stream's rows. */
export const FieldProfile = z.strictObject({
  /** Rows in the sample. */
  rows: z.int().nonnegative(),
  /** Those where the field is null or blank. */
  empty: z.int().nonnegative(),
  /** Different values among the others. */
  distinct: z.int().nonnegative(),
  /** What most values are, where most are of one form. */
  format: z.string().nullable(),
  /** Characters of a value: the shortest, the mean and the longest; null where all are empty. */
  length: z.strictObject({ min: z.number(), mean: z.number(), max: z.number() }).nullable(),
  /** The smallest and largest number or moment (seconds since 1970), where most values are such. */
  range: z.strictObject({ min: z.number(), max: z.number() }).nullable(),
  /**
   * Hashes of the different values in their plain form, the smallest ones up to a bound: two samples'
   * lists tell how much they share without the values themselves.
   */
  sketch: z.array(z.number()),
  /** A few values for people, the most frequent first. */
  examples: z.array(z.string()),
});
export type FieldProfile = z.infer<typeof FieldProfile>;
