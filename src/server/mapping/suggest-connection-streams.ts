import { type StreamSuggestion, suggestStreams } from '#core/mapping/suggest-streams.ts';
import { findConnection } from '../connections/find-connection.ts';
import { streamsOf } from '../connections/streams-of.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** Suggests which streams of two connections hold the same things. */
export async function suggestConnectionStreams(
  context: WorkspaceContext,
  input: { left: string; right: string },
): Promise<StreamSuggestion[]> {
  const streams = async (name: string) =>
    streamsOf(context.services, await findConnection(context, { name }));
  const [left, right] = await Promise.all([streams(input.left), streams(input.right)]);
  return suggestStreams(left, right);
}
