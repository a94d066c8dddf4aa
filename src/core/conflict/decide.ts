import { decideConceding } from './concession.ts';
import { decideFields } from './decide-fields.ts';
import { decideWhole } from './decide-whole.ts';
import type { DecideInput, Decision } from './decision.ts';

export type { Decision, SideWrite } from './decision.ts';

/**
 * What to write so that both sides agree about one record (E4, E5, E11, E13, E14), from what they
 * hold now and what they last agreed on. The outcome depends on nothing else: neither on the order
 * in which changes became known, nor on how often it is asked.
 *
 * If any field must be held, nothing of the record is written.
 * Throws SyncError `CAST_FAILED`, naming the field, for a value that the other side cannot hold.
 */
export function decide(input: DecideInput): Decision {
  const { left, right } = input;
  if (left && right) {
    return input.whole ? decideWhole(input, input.whole, left, right) : decideFields(input, left, right);
  }
  // Both sides had the record when they began to meet over single fields of it.
  const existence = { ...input, first: input.first && (!input.only || input.base.kind === 'unknown') };
  if (left) return decideConceding(existence, 'left', left);
  if (right) return decideConceding(existence, 'right', right);
  return { kind: 'agreed' };
}
