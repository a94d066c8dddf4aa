import type { Session } from './cli.ts';
import { CliError } from './cli-error.ts';
import { showRecordKey } from './show-record-key.ts';

/** The lanes of a flow that have seen a record. Throws `NOT_FOUND` where none has. */
export async function lanesOfRecord(
  session: Session,
  flow: { workspace: string; id: string; name: string },
  recordKey: string,
): Promise<string[]> {
  const filter = { flowId: flow.id, recordKey };
  const { workspace } = flow;
  const { entries } = await session.api.record.list.query({ workspace, filter, limit: 200 });
  const laneIds = [...new Set(entries.map((entry) => entry.laneId))];
  if (laneIds.length > 0) return laneIds;
  throw new CliError('NOT_FOUND', `"${flow.name}" has seen no record ${showRecordKey(recordKey)}.`, {
    remedy: 'Give the key as the left side has it. syncline records list --text finds it.',
  });
}
