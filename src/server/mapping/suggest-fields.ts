import { suggestPairs } from '#core/mapping/suggest-pairs.ts';
import type { Suggestions, Thresholds } from '#core/mapping/suggestion.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { mappingThresholds } from './mapping-thresholds.ts';
import { pastDecisions } from './past-decisions.ts';
import { type Sampled, sampleSide } from './sample-side.ts';
import { findStream, type StreamReference } from './stream-reference.ts';

export type FieldSuggestions = Suggestions & {
  thresholds: Thresholds;
  /** What was seen of the values of either side. */
  samples: { left: Sampled; right: Sampled };
};

/**
 * Suggests which fields of two streams belong together, from their names, types, keys and references,
 * from samples of their values, and from what the workspace has decided about such fields before. Where
 * values cannot be read, the rest has to do, and `samples` says why.
 */
export async function suggestFields(
  context: WorkspaceContext,
  input: {
    left: StreamReference;
    right: StreamReference;
    /** A flow whose own pairs are not to count as decided before. */
    flowId?: string;
    /** Look at values, too. */
    values: boolean;
  },
): Promise<FieldSuggestions> {
  const side = async (reference: StreamReference) => {
    const found = await findStream(context, reference);
    return sampleSide(context, found, input.values);
  };
  return suggestBetween(context, side(input.left), side(input.right), input.flowId);
}

type SampledSide = Awaited<ReturnType<typeof sampleSide>>;

/** The same for two sides that were sampled, each in its way. */
export async function suggestBetween(
  context: WorkspaceContext,
  sampledLeft: Promise<SampledSide>,
  sampledRight: Promise<SampledSide>,
  flowId?: string,
): Promise<FieldSuggestions> {
  const [left, right, past, thresholds] = await Promise.all([
    sampledLeft,
    sampledRight,
    pastDecisions(context, flowId),
    mappingThresholds(context.store),
  ]);
  const samples = { left: left.sampled, right: right.sampled };
  return { ...suggestPairs(left.side, right.side, past), thresholds, samples };
}
