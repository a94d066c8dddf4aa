import type { LaneEnd, LaneView } from '#core/flow/lane.ts';
import { profileFields } from '#core/mapping/profile-fields.ts';
import type { StreamSide } from '#core/mapping/stream-side.ts';
import { knownRows } from '../code/known-rows.ts';
import { sampleView } from '../code/sample-view.ts';
import { toAnswer } from '../to-answer.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { sampleRows } from './sample-rows.ts';
import type { Sampled } from './sample-side.ts';

/** What code makes of a stream, with what a sample of the values that it makes looks like. */
export async function sampleViewSide(
  context: WorkspaceContext,
  { connection, stream }: LaneEnd,
  view: LaneView,
): Promise<{ side: StreamSide; sampled: Sampled }> {
  try {
    const seen = await sampleView(context, connection, view, sampleRows);
    const rows = knownRows(seen);
    const profiled = profileFields(stream.fields, rows);
    // What nobody may know the values of is told by its name alone.
    const fields = stream.fields.map((field, i) => (rows[0] && field.name in rows[0] ? profiled[i]! : field));
    const problem = seen.rows.length === 0 ? seen.failure : null;
    return { side: { ...stream, fields }, sampled: { rows: rows.length, problem } };
  } catch (error) {
    return { side: stream, sampled: { rows: 0, problem: toAnswer(error).message } };
  }
}
