import type { ShownConflict } from '#core/masking/shown-entry.ts';

export type SideName = 'left' | 'right';

/** What the person has chosen so far. */
export type DecisionDraft = { fields: Record<string, SideName>; record: 'keep' | 'delete' | null };

export const nothingChosen: DecisionDraft = { fields: {}, record: null };

/** Did one side delete the record? Then the whole record is decided, not its fields. */
export function isDelete(conflict: ShownConflict): boolean {
  return conflict.left === null || conflict.right === null;
}

/** The fields that wait for the person, in the conflict's order. */
export function openFields(conflict: ShownConflict): ShownConflict['fields'] {
  return conflict.fields.filter((field) => field.winner === 'held');
}

/** One side for every open field. */
export function allOf(conflict: ShownConflict, side: SideName): DecisionDraft {
  return {
    fields: Object.fromEntries(openFields(conflict).map((field) => [field.left, side])),
    record: null,
  };
}

/** How many choices are still to be made. */
export function missing(conflict: ShownConflict, draft: DecisionDraft): number {
  if (isDelete(conflict)) return draft.record === null ? 1 : 0;
  return openFields(conflict).filter((field) => draft.fields[field.left] === undefined).length;
}
