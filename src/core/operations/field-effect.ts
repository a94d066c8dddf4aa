import { z } from 'zod';
import { FieldVerdict } from '../ledger/ledger-entry.ts';

/**
 * What deciding a field again comes to. `changes`: something else is to stand. `same`: what stands already.
 * `held`: a person decides. `touched`: somebody has changed it since, so nothing is written. `beside`: it would
 * change, but another field of its record was touched or waits for a person, and a record is decided as a whole.
 */
export const FieldEffectKind = z.enum(['changes', 'same', 'held', 'touched', 'beside']);
export type FieldEffectKind = z.infer<typeof FieldEffectKind>;

/** What a re-decision comes to for one field (left name; `*`: the record itself) of one record. */
export const FieldEffect = z.object({
  field: z.string(),
  /** Who won, and who wins by the other rule. */
  was: FieldVerdict.shape.winner,
  now: FieldVerdict.shape.winner,
  effect: FieldEffectKind,
  /** Who touched it since: a person, `operation <id>`, or the side where it was changed; null where no line tells. */
  by: z.string().nullable(),
});
export type FieldEffect = z.infer<typeof FieldEffect>;

/** The same effect of so many records. */
export const FieldEffectCount = FieldEffect.extend({ records: z.int() });
export type FieldEffectCount = z.infer<typeof FieldEffectCount>;
