import { defaultThresholds } from '#core/mapping/confidence-band.ts';
import { suggestPairs } from '#core/mapping/suggest-pairs.ts';
import type { Suggestions, Thresholds } from '#core/mapping/suggestion.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { findStream, type StreamReference } from './stream-reference.ts';

export type FieldSuggestions = Suggestions & { thresholds: Thresholds };

/** Suggests which fields of two streams belong together. */
export async function suggestFields(
  context: WorkspaceContext,
  input: { left: StreamReference; right: StreamReference },
): Promise<FieldSuggestions> {
  const [left, right] = await Promise.all([
    findStream(context, input.left),
    findStream(context, input.right),
  ]);
  return { ...suggestPairs(left.schema, right.schema), thresholds: defaultThresholds };
}
