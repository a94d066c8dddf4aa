import { SyncError } from '#core/errors/sync-error.ts';
import type { ConnectorSession } from '#core/ports/connector.ts';
import type { TableMaker } from '#core/ports/table-maker.ts';

/** What makes a system's streams. Throws `INPUT_INVALID` where they are not ours to make. */
export function tableMakerOf(session: ConnectorSession, connection: string): TableMaker {
  const { tables } = session.target;
  if (tables) return tables;
  throw new SyncError('INPUT_INVALID', `No streams can be made in ${connection}.`, {
    detail: 'Its connector makes none; create them in the system itself.',
  });
}
