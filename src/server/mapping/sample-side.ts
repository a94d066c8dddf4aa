import { profileFields } from '#core/mapping/profile-fields.ts';
import type { StreamSide } from '#core/mapping/stream-side.ts';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import type { StoredConnection } from '../connections/find-connection.ts';
import { withConnection } from '../connections/with-session.ts';
import { maskerFor } from '../records/masker.ts';
import { maskedNames } from '../records/sees-pair.ts';
import { toAnswer } from '../to-answer.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { sampleRows } from './sample-rows.ts';

/** How many rows were looked at, and why none, where that is so. */
export type Sampled = { rows: number; problem: string | null };

/** A stream with what a sample of its values looks like. */
export async function sampleSide(
  context: WorkspaceContext,
  { connection, schema }: { connection: StoredConnection; schema: StreamSchema },
  values: boolean,
): Promise<{ side: StreamSide; sampled: Sampled }> {
  if (!values) return { side: schema, sampled: { rows: 0, problem: null } };
  try {
    const masker = await maskerFor(context);
    const sample = await withConnection(context.services, connection, (session) =>
      sampleRows(session, schema.name),
    );
    const at = { connection: connection.name, stream: schema.name };
    const masked = new Set(
      maskedNames(
        masker,
        at,
        schema.fields.map(({ name }) => name),
      ),
    );
    const profiled = profileFields(schema.fields, sample);
    // Nothing is to be told by what masked values look like.
    const fields = schema.fields.map((field, i) => (masked.has(field.name) ? field : profiled[i]!));
    return { side: { ...schema, fields }, sampled: { rows: sample.length, problem: null } };
  } catch (error) {
    return { side: schema, sampled: { rows: 0, problem: toAnswer(error).message } };
  }
}
