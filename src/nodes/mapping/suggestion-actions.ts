import type { FieldPair, MappingNode } from '#core/flow/flow-graph.ts';
import type { PairDecision } from '#core/flow/pair-decision.ts';
import type { Suggestion } from '#core/mapping/suggestion.ts';
import type { FieldSuggestions } from '../node-environment.client.tsx';
import { removePair } from './edit-pairs.ts';
import type { MappingActions } from './mapping-actions.ts';
import type { MappingSides } from './mapping-sides.ts';
import { isSuggested } from './pair-standing.ts';
import { pairUp } from './pair-up.ts';

type SuggestionActions = Pick<
  MappingActions,
  'accept' | 'acceptOther' | 'reject' | 'takeAutomatically' | 'giveBackAutomatic'
>;

/** Taking what the matcher suggests, and turning it down; each decision is written into the mapping. */
export function suggestionActions(
  sides: MappingSides,
  suggestions: FieldSuggestions | null,
  onEdit: (recipe: (node: MappingNode) => void) => void,
): SuggestionActions {
  const take = (draft: MappingNode, suggestion: Suggestion, kind: PairDecision['kind']) =>
    pairUp(draft, sides, suggestion.left, suggestion.right, { kind, ...matchedBy(suggestion, suggestions) });
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
          if (row.kind === 'suggestion')
            turnDown(draft, row.suggestion, matchedBy(row.suggestion, suggestions));
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
  };
}

/** What the matcher said, as it is written down with a decision. */
export function matchedBy({ confidence, reason }: Suggestion, suggestions: FieldSuggestions | null): Matched {
  return {
    confidence,
    reason: reason.slice(0, 1000),
    ...(suggestions ? { matcher: suggestions.matcher } : {}),
  };
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
