import type { Side } from '#core/change/change-event.ts';
import type { FieldPair } from '#core/flow/flow-graph.ts';
import { pairFields } from '#core/flow/pair-title.ts';

/** What people call a side of a pair: its field, its fields joined, or that there is none. */
export function sideName(pair: Pick<FieldPair, 'left' | 'right' | 'also'>, side: Side): string {
  return pairFields(pair, side).join(' + ') || 'computed';
}
