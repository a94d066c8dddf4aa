import type { Side } from '#core/change/change-event.ts';
import type { Direction, FieldPair, MappingNode } from '#core/flow/flow-graph.ts';
import type { Suggestion } from '#core/mapping/suggestion.ts';
import type { FieldSuggestions } from '../node-environment.client.tsx';
import { removePair, setMatch, setPairDirection } from './edit-pairs.ts';
import type { PairRow, SuggestionRow } from './mapping-rows.ts';
import type { MappingSides } from './mapping-sides.ts';
import { pairCast } from './pair-cast.ts';
import { pairUp } from './pair-up.ts';
import { matchedBy, suggestionActions } from './suggestion-actions.ts';

/** What can be done to the rows of a mapping; every call is one step for undo. */
export type MappingActions = {
  /** Takes suggestions, and stands by pairs that took themselves or were opened again. */
  accept: (rows: readonly (PairRow | SuggestionRow)[]) => void;
  /** Takes another right field for a suggestion's left one. */
  acceptOther: (suggestion: Suggestion) => void;
  /** Turns suggestions down, also those that are pairs already: they are not made again. */
  reject: (rows: readonly (PairRow | SuggestionRow)[]) => void;
  /** Takes suggestions that are sure enough, without a person. */
  takeAutomatically: (suggestions: readonly Suggestion[]) => void;
  /** Makes suggestions again of the pairs that took themselves. */
  giveBackAutomatic: () => void;
  remove: (rows: readonly PairRow[]) => void;
  /** Rows whose types or place do not allow the direction stay as they are. */
  direct: (rows: readonly PairRow[], direction: Direction) => void;
  match: (row: PairRow, match: boolean) => void;
  pair: (left: string, right: string) => void;
  /** Fills a field with a value that comes from no field of the other side. */
  compute: (side: Side, name: string) => void;
  /** Changes a pair in place; calls of the same gesture are one step. */
  change: (row: PairRow, recipe: (pair: FieldPair) => void, gesture?: string) => void;
  /** Typing: consecutive calls about one row are one step. */
  note: (row: PairRow, note: string) => void;
  noteEnd: () => void;
};

type Edit = (recipe: (node: MappingNode) => void, gesture?: string) => void;

/**
 * @param suggestions what stands behind a decision, written down with it; null while it is not known
 */
export function mappingActions(
  sides: MappingSides,
  suggestions: FieldSuggestions | null,
  onEdit: Edit,
  onEditEnd: () => void,
): MappingActions {
  return {
    ...suggestionActions(sides, suggestions, onEdit),
    pair: (left, right) => {
      const known = suggestions?.ranked
        .find((each) => each.left === left)
        ?.candidates.find((each) => each.right === right);
      onEdit((draft) => {
        pairUp(draft, sides, left, right, { kind: 'drawn', ...(known ? matchedBy(known, suggestions) : {}) });
      });
    },
    compute: (side, name) =>
      onEdit((draft) => void draft.fields.push(computedPair(draft.direction, side, name))),
    remove: (rows) =>
      onEdit((draft) => {
        for (const { pair } of rows) removePair(draft, pair);
      }),
    direct: (rows, direction) =>
      onEdit((draft) => {
        for (const row of rows) {
          if (canDirect(draft, row, direction)) setPairDirection(draft, row.index, direction);
        }
      }),
    change: (row, recipe, gesture) =>
      onEdit(
        (draft) => {
          const pair = draft.fields[row.index];
          if (pair) recipe(pair);
        },
        gesture === undefined ? undefined : `pair-${row.index}-${gesture}`,
      ),
    match: (row, match) => onEdit((draft) => setMatch(draft, row.pair, match)),
    note: (row, note) => onEdit((draft) => setNote(draft.fields[row.index], note), `note-${row.index}`),
    noteEnd: onEditEnd,
  };
}

/** Can values of this pair go that way? Keys go the lane's way, and each way needs a cast. */
export function canDirect(
  node: Pick<MappingNode, 'direction' | 'link'>,
  row: PairRow,
  direction: Direction,
): boolean {
  if (row.index < 0 || node.direction !== 'both' || (row.match && !node.link)) return false;
  // What steps make of the values, the compiler judges.
  if (!row.left || !row.right || row.pair.transform) return true;
  const cast = pairCast(row.left, row.right, direction);
  return 'kind' in cast && cast.direction === direction;
}

/** A pair whose value comes from no field: a constant to begin with, which goes to its side alone. */
function computedPair(lane: Direction, side: Side, name: string): FieldPair {
  const constant = { kind: 'constant', value: '' } as const;
  const to = side === 'right' ? 'forward' : 'backward';
  return {
    left: side === 'left' ? name : '',
    right: side === 'right' ? name : '',
    ...(lane === 'both' ? { direction: to } : {}),
    transform: { [to]: [constant] },
    decision: { kind: 'drawn' },
  };
}

function setNote(pair: FieldPair | undefined, note: string): void {
  if (!pair) return;
  if (note === '') delete pair.note;
  else pair.note = note;
}
