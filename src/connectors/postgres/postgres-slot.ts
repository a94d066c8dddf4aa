import type { Position } from '#core/change/position.ts';
import type { PostgresDatabase } from './postgres-database.ts';
import { feedObjectName } from './postgres-names.ts';
import { positionBefore, positionFromLsn } from './postgres-position.ts';

/** A feed's replication slot. */
export type Slot = {
  acknowledged: Position;
  /** Why the server will not read from it any more, in a sentence; null while it will. */
  invalid: string | null;
};

/** Looks a feed's slot up; null when there is none. */
export async function readSlot(database: PostgresDatabase, feedId: string): Promise<Slot | null> {
  const rows = await database.rows(
    'SELECT confirmed_flush_lsn, to_jsonb(s) AS slot FROM pg_replication_slots s WHERE slot_name = $1',
    [feedObjectName(feedId)],
  );
  if (!rows[0]) return null;
  const slot = JSON.parse(rows[0].slot!) as { wal_status?: string; invalidation_reason?: string | null };
  const reason =
    slot.invalidation_reason ?? (slot.wal_status === 'lost' ? 'the log it needed was removed' : null);
  return {
    acknowledged: positionBefore(positionFromLsn(rows[0].confirmed_flush_lsn ?? '0/0')),
    invalid: reason && `The server invalidated the replication slot: ${reason}.`,
  };
}
