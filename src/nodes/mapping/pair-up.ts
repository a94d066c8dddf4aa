import type { MappingNode } from '#core/flow/flow-graph.ts';
import type { PairDecision } from '#core/flow/pair-decision.ts';
import { addPair, setMatch } from './edit-pairs.ts';
import type { MappingSides } from './mapping-sides.ts';
import { pairCast } from './pair-cast.ts';

/**
 * Pairs two fields the ways that their types allow; the first pair of two keys is what finds the record.
 * Works on a draft.
 */
export function pairUp(
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
