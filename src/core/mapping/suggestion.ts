import { z } from 'zod';

/** One thing that speaks for or against a pair. */
export const Evidence = z.strictObject({
  kind: z.enum(['name', 'label', 'address', 'kind', 'type', 'key', 'reference', 'values', 'past']),
  /** In log-odds: above 0 speaks for the pair, below against it. */
  weight: z.number(),
  /** For people, e.g. `same distinct values in 97 % of 2,000 samples`. */
  text: z.string(),
});
export type Evidence = z.infer<typeof Evidence>;

/** A pair of fields that the matcher thinks belong together. */
export const Suggestion = z.strictObject({
  left: z.string(),
  right: z.string(),
  /** How likely the pair is right, from 0 to 1, beside every other pair of either field. */
  confidence: z.number().min(0).max(1),
  /** One line for people. */
  reason: z.string(),
  /** The strongest first. */
  evidence: z.array(Evidence),
});
export type Suggestion = z.infer<typeof Suggestion>;

/** From which confidence a suggestion is accepted by itself, and from which a person is asked. */
export const Thresholds = z.strictObject({
  accept: z.number().min(0).max(1),
  review: z.number().min(0).max(1),
});
export type Thresholds = z.infer<typeof Thresholds>;

/** What suggestions of one mapping come to. */
export const Suggestions = z.strictObject({
  /** The matcher and its version, which stands in every decision made on it. */
  matcher: z.string(),
  /** One-to-one: together the most likely. In the order of the left fields. */
  pairs: z.array(Suggestion),
  /** For each left field that has any, its most likely right fields, up to three, best first. */
  ranked: z.array(z.strictObject({ left: z.string(), candidates: z.array(Suggestion) })),
});
export type Suggestions = z.infer<typeof Suggestions>;
