import type { Direction, FieldPair, MappingNode } from '#core/flow/flow-graph.ts';
import type { PairDecision } from '#core/flow/pair-decision.ts';
import type { Suggestion } from '#core/mapping/suggestion.ts';
import type { FieldSuggestions } from '../node-environment.client.tsx';
import { addPair, removePair, setMatch, setPairDirection } from './edit-pairs.ts';
import type { PairRow, SuggestionRow } from './mapping-rows.ts';
import type { MappingSides } from './mapping-sides.ts';
import { pairCast } from './pair-cast.ts';

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
  const matched = ({ confidence, reason }: Suggestion) => ({
    confidence,
    reason: reason.slice(0, 1000),
    ...(suggestions ? { matcher: suggestions.matcher } : {}),
  });
  const take = (draft: MappingNode, suggestion: Suggestion, kind: PairDecision['kind']) =>
    pairFields(draft, sides, suggestion.left, suggestion.right, { kind, ...matched(suggestion) });
  return {
    accept: (rows) =>
      onEdit((draft) => {
        for (const row of rows) {
          if (row.kind === 'suggestion') take(draft, row.suggestion, 'accepted');
          else standBy(draft.fields[row.index]);
        }
      }),
    acceptOther: (suggestion) => onEdit((draft) => take(draft, suggestion, 'accepted')),
    reject: (rows) =>
      onEdit((draft) => {
        for (const row of rows) {
          if (row.kind === 'suggestion') turnDown(draft, row.suggestion, matched(row.suggestion));
          else if (isSuggested(row)) {
            removePair(draft, row.pair);
            turnDown(draft, row.pair, row.pair.decision ? matchedOf(row.pair.decision) : {});
          }
        }
      }),
    takeAutomatically: (sure) =>
      onEdit((draft) => {
        for (const suggestion of sure) take(draft, suggestion, 'automatic');
      }),
    giveBackAutomatic: () =>
      onEdit((draft) => {
        for (const pair of draft.fields.filter(({ decision }) => decision?.kind === 'automatic'))
          removePair(draft, pair);
      }),
    pair: (left, right) => {
      const known = suggestions?.ranked
        .find((each) => each.left === left)
        ?.candidates.find((each) => each.right === right);
      onEdit((draft) => {
        pairFields(draft, sides, left, right, { kind: 'drawn', ...(known ? matched(known) : {}) });
      });
    },
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

/** Did the pair come of a suggestion, so that it can be turned down? */
export function isSuggested({ pair }: PairRow): boolean {
  return pair.decision !== undefined && pair.decision.kind !== 'drawn';
}

/** Does the pair wait for a person to stand by it? */
export function awaitsPerson({ pair }: PairRow): boolean {
  return pair.decision?.kind === 'automatic' || pair.decision?.reopened !== undefined;
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

/** Pairs two fields the ways that their types allow; the first pair of two keys is what finds the record. */
function pairFields(
  draft: MappingNode,
  sides: MappingSides,
  left: string,
  right: string,
  decision: PairDecision,
): void {
  const a = sides.left.fields.get(left);
  const b = sides.right.fields.get(right);
  const cast = a && b ? pairCast(a, b, draft.direction) : null;
  if (!cast || 'refused' in cast) return;
  addPair(draft, left, right, cast.direction);
  const pair = draft.fields.find((each) => each.left === left && each.right === right);
  if (pair) pair.decision = decision;
  if (draft.rejected) {
    draft.rejected = draft.rejected.filter((each) => each.left !== left || each.right !== right);
    if (draft.rejected.length === 0) delete draft.rejected;
  }
  const keys = sides.left.schema?.key.includes(left) && sides.right.schema?.key.includes(right);
  if (keys && !draft.link && draft.match.length === 0) setMatch(draft, { left, right }, true);
}

/** A person's word in place of the matcher's; who and when is written down where it is saved. */
function standBy(pair: FieldPair | undefined): void {
  if (!pair?.decision) return;
  const kind = pair.decision.kind === 'drawn' ? 'drawn' : 'accepted';
  pair.decision = { kind, ...matchedOf(pair.decision) };
}

type Matched = Pick<PairDecision, 'confidence' | 'reason' | 'matcher'>;

function matchedOf({ kind: _, by: __, at: ___, reopened: ____, ...matched }: PairDecision): Matched {
  return matched;
}

function turnDown(draft: MappingNode, { left, right }: { left: string; right: string }, matched: Matched) {
  draft.rejected = [
    ...(draft.rejected ?? []).filter((each) => each.left !== left || each.right !== right),
    { left, right, ...matched },
  ];
}

function setNote(pair: FieldPair | undefined, note: string): void {
  if (!pair) return;
  if (note === '') delete pair.note;
  else pair.note = note;
}
