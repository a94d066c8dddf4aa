import { type HeldLikeness, likenessOf, type Narrowing } from '#core/conflict/similar-held.ts';
import { findSimilar, narrowed } from '../conflicts/find-similar.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

export type SimilarCount = {
  likeness: HeldLikeness;
  /** Records that wait over the same, this one among them. */
  count: number;
  /** Those among them that agree in all that is wanted. */
  narrowed: number;
  /** How many of them have the same values on a side, or before; null where the values are masked for the caller. */
  same: Record<Narrowing, number> | null;
};

/** How many held records are like this one, and what makes them so. Throws `NOT_FOUND`, `FORBIDDEN`. */
export async function countSimilar(
  context: WorkspaceContext,
  { id, narrow }: { id: string; narrow: Narrowing[] },
): Promise<SimilarCount> {
  const similar = await findSimilar(context, id);
  const same = (of: Narrowing) => narrowed(similar, [of]).length;
  return {
    likeness: likenessOf(similar.account),
    count: similar.others.length,
    narrowed: narrowed(similar, narrow).length,
    same: similar.seen ? { left: same('left'), right: same('right'), base: same('base') } : null,
  };
}
