import { z } from 'zod';
import type { ConflictAccount } from '../ledger/ledger-entry.ts';

/** What makes held conflicts of a lane alike: the fields that wait, by which rule, or the side that deleted the record. */
export const HeldLikeness = z.object({
  /** Left names of the fields that wait with the rule that left them to a person, in order. */
  fields: z.array(z.object({ left: z.string(), rule: z.string() })),
  /** The side that deleted the record; null where both have it. */
  gone: z.enum(['left', 'right']).nullable(),
});
export type HeldLikeness = z.infer<typeof HeldLikeness>;

/** Further values in which similar conflicts must agree with the one that was decided. */
export const Narrowing = z.enum(['left', 'right', 'base']);
export type Narrowing = z.infer<typeof Narrowing>;

/** What a held conflict is like. */
export function likenessOf(account: ConflictAccount): HeldLikeness {
  const gone = account.left === null ? 'left' : account.right === null ? 'right' : null;
  const fields = account.fields
    .filter(({ winner }) => winner === 'held')
    .map(({ left, rule }) => ({ left, rule }))
    .sort((a, b) => (a.left < b.left ? -1 : 1));
  return { fields, gone };
}

/** Are two held conflicts of one lane alike, and do they have the same values where that is wanted? */
export function isSimilarHeld(
  one: ConflictAccount,
  other: ConflictAccount,
  narrow: readonly Narrowing[] = [],
): boolean {
  const likeness = likenessOf(one);
  if (JSON.stringify(likeness) !== JSON.stringify(likenessOf(other))) return false;
  return narrow.every((of) =>
    likeness.fields.every(({ left }) => valueIn(one, of, left) === valueIn(other, of, left)),
  );
}

/** What is in question of an account; of a record that one side deleted, all that the side holds. */
function valueIn(account: ConflictAccount, of: Narrowing, left: string): string | null | undefined {
  if (left === '*') {
    const row = account[of];
    return row && JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  if (of !== 'right') return account[of]?.[left];
  const field = account.fields.find((each) => each.left === left);
  return field && account.right?.[field.right];
}
