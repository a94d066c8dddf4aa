import { filledRow } from '#core/code/blank-value.ts';
import type { SeenRecords } from '#core/code/node-samples.ts';
import type { LaneView } from '#core/flow/lane.ts';
import type { ConnectorSession } from '#core/ports/connector.ts';
import type { Row } from '#core/values/value.ts';
import { findConnection } from '../connections/find-connection.ts';
import { withConnection } from '../connections/with-session.ts';
import { maskerFor } from '../records/masker.ts';
import { maskedNames, visibleRows } from '../records/sees-pair.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { seeThroughSteps } from './see-through-steps.ts';

/**
 * Reads some records of a stream and takes them through the steps of a view. Code is given nothing that is masked
 * for the caller, since what it makes of a value tells of it. Throws what reading the system throws, and
 * `CODE_INVALID`, `MODULE_MISSING` and `CODE_UNAVAILABLE` for code on the way.
 *
 * @param connection its name in the workspace
 */
export async function sampleView(
  context: WorkspaceContext,
  connection: string,
  { own, steps, passing }: LaneView,
  read: (session: ConnectorSession, stream: string) => Promise<Row[]>,
): Promise<SeenRecords> {
  const stored = await findConnection(context, { name: connection });
  const masker = await maskerFor(context);
  const at = { connection, stream: own.name };
  const given = await withConnection(context.services, stored, (session) => read(session, own.name));
  const rows = visibleRows(masker, at, given).map((row) => filledRow(own.fields, row));
  const seen = await seeThroughSteps(context, own, steps, passing, rows);
  const names = own.fields.map(({ name }) => name);
  return { ...seen, masked: maskedNames(masker, at, names) };
}
