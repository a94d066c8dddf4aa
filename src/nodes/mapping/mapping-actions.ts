import type { Direction, FieldPair, MappingNode } from '#core/flow/flow-graph.ts';
import { addPair, removePair, setMatch, setPairDirection } from './edit-pairs.ts';
import type { PairRow, SuggestionRow } from './mapping-rows.ts';
import type { MappingSides } from './mapping-sides.ts';
import { pairCast } from './pair-cast.ts';

/** What can be done to the rows of a mapping; every call is one step for undo. */
export type MappingActions = {
  accept: (rows: readonly SuggestionRow[]) => void;
  remove: (rows: readonly PairRow[]) => void;
  /** Rows whose types or place do not allow the direction stay as they are. */
  direct: (rows: readonly PairRow[], direction: Direction) => void;
  match: (row: PairRow, match: boolean) => void;
  pair: (left: string, right: string) => void;
  /** Typing: consecutive calls about one row are one step. */
  note: (row: PairRow, note: string) => void;
  noteEnd: () => void;
};

type Edit = (recipe: (node: MappingNode) => void, gesture?: string) => void;

export function mappingActions(sides: MappingSides, onEdit: Edit, onEditEnd: () => void): MappingActions {
  const pairUp = (pairs: readonly { left: string; right: string }[]) =>
    onEdit((draft) => {
      for (const { left, right } of pairs) pairFields(draft, sides, left, right);
    });
  return {
    accept: (rows) => pairUp(rows.map(({ left, right }) => ({ left: left.name, right: right.name }))),
    pair: (left, right) => pairUp([{ left, right }]),
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
  if (!row.left || !row.right) return true;
  const cast = pairCast(row.left, row.right, direction);
  return 'kind' in cast && cast.direction === direction;
}

/** Pairs two fields the ways that their types allow; the first pair of two keys is what finds the record. */
function pairFields(draft: MappingNode, sides: MappingSides, left: string, right: string): void {
  const a = sides.left.fields.get(left);
  const b = sides.right.fields.get(right);
  const cast = a && b ? pairCast(a, b, draft.direction) : null;
  if (!cast || 'refused' in cast) return;
  addPair(draft, left, right, cast.direction);
  const keys = sides.left.schema?.key.includes(left) && sides.right.schema?.key.includes(right);
  if (keys && !draft.link && draft.match.length === 0) setMatch(draft, { left, right }, true);
}

function setNote(pair: FieldPair | undefined, note: string): void {
  if (!pair) return;
  if (note === '') delete pair.note;
  else pair.note = note;
}
